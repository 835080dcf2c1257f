import {
  changePasswordPage,
  forgotPasswordPage,
  homePage,
  pipelinesPage,
  singlePage,
  supportPage,
} from './pages.ts';
import { pipelines } from './pipelines.ts';
import { sessionCookie } from './sessions.ts';
import { member, type Routes, readText, redirect, sendPage } from './visit.ts';

/** The pages, but for those of the login. */
export const roomRoutes: Routes = {
  'GET /': (visit) => redirect(visit, visit.account ? '/home' : '/login'),
  'GET /support': (visit) => sendPage(visit, 200, supportPage(visit.language)),
  'GET /forgot-password': (visit) => sendPage(visit, 200, forgotPasswordPage(visit.language)),
  'GET /spa': (visit) => sendPage(visit, 200, singlePage(visit.language)),

  'GET /home': member((visit, account) => sendPage(visit, 200, homePage(visit.language, account))),
  'GET /pipelines': member((visit, account) =>
    sendPage(visit, 200, pipelinesPage(visit.language, account, pipelines)),
  ),
  'GET /change-password': member((visit, account) =>
    sendPage(visit, 200, changePasswordPage(visit.language, account)),
  ),

  'POST /change-password': member(async (visit, account) => {
    const form = new URLSearchParams(await readText(visit));
    const wanted = form.get('new') ?? '';
    const fits =
      form.get('current') === account.password &&
      wanted.length >= 8 &&
      wanted === form.get('repeat');
    if (fits) {
      account.password = wanted;
      // As platforms do after a change of password: the session goes on under a new id.
      if (visit.session) {
        const renewed = visit.world.sessions.renew(visit.session);
        visit.response.appendHeader('Set-Cookie', sessionCookie(renewed));
      }
    }
    const page = changePasswordPage(visit.language, account, fits ? 'saved' : 'notSaved');
    sendPage(visit, fits ? 200 : 400, page);
  }),
};
