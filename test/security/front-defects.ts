import type { Defect } from './defects.ts';

const attacks = 'test/fronts/front-attacks.test.ts';
const gone = 'test/fronts/gate-gone.test.ts';
const platforms = 'test/fronts/odd-platform.test.ts';
const nginx = 'docs/fronts/nginx.conf';
const caddy = 'docs/fronts/Caddyfile';

/** Guards of the fronts: those of their configurations, and those of the gate that they ask. */
export const frontDefects: readonly Defect[] = [
  {
    number: 'A70',
    defect: 'addresses that begin like an open one are open',
    edits: [
      {
        file: 'server/gate/admission.ts',
        find: 'if (isForbiddenWay(from)) return as(forbidden);',
        replace: `if (/^\\/(login|assets)/.test(from.url ?? '')) return as({ act: 'forward' }, visitor.found);`,
      },
    ],
    test: attacks,
  },
  {
    number: 'A70',
    defect: 'nginx passes some addresses by the gate',
    edits: [
      {
        file: nginx,
        find: '        # Everything else is the platform',
        replace: `        location ~ "[;%]" {
            proxy_pass http://platform;
        }

        # Everything else is the platform`,
      },
    ],
    test: attacks,
  },
  {
    number: 'A70',
    defect: 'Caddy passes some addresses by the gate',
    edits: [
      {
        file: caddy,
        find: '		# The question: the client',
        replace: `		@by path_regexp ;|home
		reverse_proxy @by 127.0.0.1:4001

		# The question: the client`,
      },
    ],
    test: attacks,
  },
  {
    number: 'A71',
    defect: 'the gate believes of an address what a client says in another header',
    edits: [
      {
        file: 'server/gate/forward-auth.ts',
        find: `const method = headers['x-forwarded-method'];`,
        replace: `const method = headers['x-original-method'] ?? headers['x-forwarded-method'];`,
      },
      {
        file: 'server/gate/forward-auth.ts',
        find: `const url = headers['x-forwarded-uri'];`,
        replace: `const url = headers['x-original-uri'] ?? headers['x-forwarded-uri'];`,
      },
    ],
    test: attacks,
  },
  {
    number: 'A71',
    defect: 'the built-in proxy takes claims off in one spelling only',
    edits: [
      {
        file: 'server/gate/header-lines.ts',
        find: `return name.toLowerCase().replaceAll(/[_.]/g, '-');`,
        replace: 'return name.toLowerCase();',
      },
    ],
    test: attacks,
  },
  {
    number: 'A71',
    defect: 'nginx leaves it to the client under which address it is decided about',
    edits: [
      {
        file: nginx,
        find: `            proxy_set_header X-Forwarded-Method $request_method;
            proxy_set_header X-Forwarded-Uri $request_uri;
        }`,
        replace: `            set $told_method $http_x_forwarded_method;
            set $told_uri $http_x_forwarded_uri;
            if ($told_uri = "") {
                set $told_method $request_method;
                set $told_uri $request_uri;
            }
            proxy_set_header X-Forwarded-Method $told_method;
            proxy_set_header X-Forwarded-Uri $told_uri;
        }`,
      },
    ],
    test: attacks,
  },
  {
    number: 'A71',
    defect: 'Caddy lets names with underscores by',
    edits: [{ file: caddy, find: '		request_header -*_*\n', replace: '' }],
    test: attacks,
  },
  {
    number: 'A82',
    defect: 'nginx goes on without the gate when that fails',
    edits: [
      {
        file: nginx,
        find: 'error_page 401 403 500 = @refused;',
        replace: 'error_page 401 403 = @refused;\n            error_page 500 = @open;',
      },
      {
        file: nginx,
        find: '        # What a refused client gets',
        replace: `        location @open {
            proxy_pass http://platform;
        }

        # What a refused client gets`,
      },
    ],
    test: gone,
  },
  {
    number: 'A82',
    defect: 'Caddy takes a failure with the right headers for a yes',
    edits: [{ file: caddy, find: '				status 200\n', replace: '' }],
    test: gone,
  },
  {
    number: 'A82',
    defect: 'Caddy takes the headers of whatever says 200 for those of the gate',
    edits: [
      {
        file: caddy,
        find: `					request_header -Cookie
					request_header -Authorization
`,
        replace: '',
      },
      {
        file: caddy,
        find: `				header X-Two-Factor-Cookie *
				header X-Two-Factor-Authorization *
`,
        replace: '',
      },
      {
        file: caddy,
        find: '					@cookie not vars {rp.header.X-Two-Factor-Cookie} ""\n',
        replace: '					@cookie vars_regexp {rp.header.X-Two-Factor-Cookie} =\n',
      },
    ],
    test: gone,
  },
  {
    number: 'through nginx no header of an answer leads',
    defect: 'a platform may send nginx to its inner rooms',
    edits: [
      {
        file: nginx,
        find: `    proxy_ignore_headers X-Accel-Redirect X-Accel-Buffering X-Accel-Charset X-Accel-Expires
                         X-Accel-Limit-Rate;
`,
        replace: '',
      },
    ],
    test: platforms,
  },
  {
    number: 'through nginx the platform’s own refusals',
    defect: 'nginx takes a refusal of the platform for one of the gate',
    edits: [
      { file: nginx, find: 'proxy_intercept_errors off;', replace: 'proxy_intercept_errors on;' },
    ],
    test: platforms,
  },
  {
    number: 'through nginx a request changes to no other protocol',
    defect: 'nginx passes any upgrade on',
    edits: [
      {
        file: nginx,
        find: 'default       "";',
        replace: 'default       $http_upgrade;',
      },
    ],
    test: platforms,
  },
  {
    number: 'through caddy a request changes to no other protocol',
    defect: 'Caddy passes any upgrade on',
    edits: [{ file: caddy, find: '		request_header @no-websocket -Upgrade\n', replace: '' }],
    test: platforms,
  },
];
