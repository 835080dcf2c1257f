/** Pages that have something of a login form and are none, by what they are. */
export const withoutLogin: Readonly<Record<string, string>> = {
  'a search': `
    <header><form action="/search"><input type="search" name="q" aria-label="Search"><button>Search</button></form></header>
    <form method="post" action="/newsletter"><h2>Newsletter</h2><input type="email" name="email" placeholder="E-mail"><button>Subscribe</button></form>`,
  'a sign-up with the password twice': `
    <form method="post" action="/register"><h1>Registrarse</h1><label>E-mail <input type="email" name="email"></label>
    <label>Contraseña <input type="password" name="password"></label><label>Repita la contraseña <input type="password" name="password2"></label>
    <button>Registrarse</button> <a href="/login">Iniciar sesión</a></form>`,
  'a sign-up that says new-password': `
    <form method="post" action="/users"><h1>Join</h1><label>Username <input name="user"></label><label>Email <input type="email" name="email"></label>
    <label>Password <input type="password" name="password" autocomplete="new-password"></label><button type="submit">Next</button></form>`,
  'a sign-up with one password and no hint but its button': `
    <form method="post" action="/users"><label>Name <input name="name"></label><label>Email <input type="email" name="email"></label>
    <label>Password <input type="password" name="password"></label><button type="submit">Create account</button><p>Have one? <a href="/login">Sign in</a></p></form>`,
  'the same in Portuguese, with a heading': `
    <form method="post"><h1>Cadastre-se</h1><label>E-mail <input type="email"></label><label>Senha <input type="password"></label><button>Continuar</button></form>`,
  'a change of the password': `
    <form method="post" action="/account/password"><h1>Change your password</h1><label>Current password <input type="password" autocomplete="current-password"></label>
    <label>New password <input type="password" autocomplete="new-password"></label><label>Repeat it <input type="password" autocomplete="new-password"></label><button>Save</button></form>`,
  'a change of the password with only two fields and a name': `
    <form method="post"><input name="username" value="ada" readonly><label>Current <input type="password"></label><label>New <input type="password"></label><button>Change password</button></form>`,
  'a reset of the password, its second page': `
    <form method="post" action="/reset"><h1>Set a new password</h1><label>Email <input type="email" name="email" value="ada@acme.example"></label>
    <label>New password <input type="password" name="password"></label><button>Reset password</button></form>`,
  'a request for a reset': `
    <form method="post"><h1>Forgot your password?</h1><label>Email <input type="email" name="email"></label><button>Send me a link</button></form>`,
  'a card with a one-time code of its bank': `
    <form method="post" action="/pay"><h1>Payment</h1><label>Name on card <input autocomplete="cc-name"></label><label>Card number <input inputmode="numeric" autocomplete="cc-number"></label>
    <label>Security code <input type="password" autocomplete="cc-csc" maxlength="4"></label><label>Code from your bank <input inputmode="numeric" autocomplete="one-time-code"></label><button>Pay</button></form>`,
  'a card whose security code is a password field': `
    <form method="post" action="/pay"><label>Card number <input name="card" inputmode="numeric" autocomplete="cc-number"></label>
    <label>CVV <input type="password" name="cvv" maxlength="4"></label><button>Pay now</button></form>`,
  'a password asked again before something is done': `
    <form method="post" action="/sudo"><h1>Confirm access</h1><p>Signed in as @ada</p><label>Password <input type="password" name="sudo_password" autocomplete="current-password"></label><button>Confirm</button></form>`,
  'the key of an API among settings': `
    <form method="post" action="/settings"><h2>Integration</h2><label>Address <input type="url" name="url"></label><label>User <input name="user"></label>
    <label>API token <input type="password" name="token" autocomplete="off"></label><button>Save</button><button type="button">Test the connection</button></form>`,
  'the key of a wireless network': `
    <form method="post" action="/wireless"><h1>Wireless</h1><label>Network name <input name="ssid" value="home"></label>
    <label>Key <input type="password" name="psk"></label><button>Save and apply</button></form>`,
  'an account for outgoing mail, in Spanish': `
    <form method="post"><h1>Servidor de correo</h1><label>Servidor <input name="host"></label><label>Usuario <input name="user"></label>
    <label>Contraseña <input type="password" name="pass"></label><button>Guardar</button></form>`,
  'a new user made by an administrator': `
    <form method="post" action="/admin/users"><h1>New user</h1><label>Username <input name="username"></label><label>Password <input type="password" name="password"></label><button>Add user</button></form>`,
};
