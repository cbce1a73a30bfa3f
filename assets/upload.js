// Shows how far a file is while it is sent. Without this script the form is sent as any other.
const megabyte = 1024 * 1024;

function start(form) {
  const most = Number(form.dataset.remitUpload);
  const file = form.querySelector('input[type=file]');
  const bar = document.createElement('progress');
  const said = document.createElement('p');
  bar.max = 100;
  bar.hidden = true;
  bar.className = 'remit-progress';
  bar.setAttribute('aria-label', 'How much of the file is sent');
  said.setAttribute('role', 'status');
  form.append(bar, said);

  function answered(request) {
    const page = new DOMParser().parseFromString(request.responseText, 'text/html');
    const main = page.querySelector('main');
    if (request.status === 200 && !new URL(request.responseURL).pathname.endsWith('/spending/upload')) {
      window.location.assign(request.responseURL);
    } else if (main) {
      document.title = page.title;
      document.querySelector('main').replaceWith(main);
      start(main.querySelector('form[data-remit-upload]'));
      const problem = main.querySelector('.nhsuk-error-summary');
      problem.tabIndex = -1;
      problem.focus();
    } else {
      bar.hidden = true;
      said.textContent = request.responseText;
    }
  }

  form.addEventListener('submit', (event) => {
    if (!file.files.length) return; // the server says what is missing
    event.preventDefault();
    if (file.files[0].size > most) {
      said.textContent = `The file is larger than ${most / megabyte} MB, the most that is taken here. `
        + 'Load it with remit spend load.';
      return;
    }
    const request = new XMLHttpRequest();
    request.upload.addEventListener('progress', (e) => {
      if (!e.lengthComputable) return;
      bar.value = e.loaded * 100 / e.total;
      said.textContent = e.loaded < e.total ? `${Math.floor(bar.value)}% is sent`
        : 'All of it is sent. It is being read and added up.';
    });
    request.addEventListener('load', () => answered(request));
    request.addEventListener('error', () => {
      bar.hidden = true;
      said.textContent = 'The file could not be sent: the server did not take all of it. Try again.';
    });
    bar.hidden = false;
    request.open('POST', form.action);
    request.send(new FormData(form));
  });
}

for (const form of document.querySelectorAll('form[data-remit-upload]')) start(form);
