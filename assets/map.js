// Moves and enlarges the map: by buttons, by dragging, with the arrow keys and + and -, and with
// the wheel while Ctrl is held. Without this script the picture is as large as the page is wide,
// and stands in words below.
const least = 0.2;
const most = 4;

function start(box) {
  const svg = box.querySelector('svg');
  const whole = svg.viewBox.baseVal;
  const full = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  let scale = 1, x = full.x, y = full.y;

  function show() {
    const width = full.width / scale;
    const height = width * box.clientHeight / box.clientWidth;
    x = Math.min(Math.max(x, full.x), Math.max(full.x, full.x + full.width - width));
    y = Math.min(Math.max(y, full.y), Math.max(full.y, full.y + full.height - height));
    svg.setAttribute('viewBox', `${x} ${y} ${width} ${height}`);
  }
  function zoom(by) {
    const before = full.width / scale;
    scale = Math.min(Math.max(scale * by, least), most);
    const shift = (before - full.width / scale) / 2;
    x += shift;
    y += shift * box.clientHeight / box.clientWidth;
    show();
  }
  function move(right, down) {
    const step = full.width / scale / 8;
    x += right * step;
    y += down * step;
    show();
  }
  function reset() {
    scale = Math.max(1, full.width / box.clientWidth);
    x = full.x;
    y = full.y;
    show();
  }

  const keys = {
    '+': () => zoom(1.25), '=': () => zoom(1.25), '-': () => zoom(0.8), 0: reset,
    ArrowLeft: () => move(-1, 0), ArrowRight: () => move(1, 0),
    ArrowUp: () => move(0, -1), ArrowDown: () => move(0, 1),
  };
  box.addEventListener('keydown', (event) => {
    if (event.target !== box || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  const buttons = document.createElement('div');
  buttons.className = 'remit-map-buttons';
  for (const [text, act] of [['Larger', () => zoom(1.25)], ['Smaller', () => zoom(0.8)],
    ['Left', () => move(-2, 0)], ['Right', () => move(2, 0)], ['Up', () => move(0, -2)],
    ['Down', () => move(0, 2)], ['Whole width', () => { scale = 1; x = full.x; show(); }]]) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'nhsuk-button nhsuk-button--secondary nhsuk-button--small';
    button.textContent = text;
    button.addEventListener('click', act);
    buttons.append(button);
  }
  box.before(buttons);

  let from = null, moved = false;
  box.addEventListener('pointerdown', (event) => {
    from = { x: event.clientX, y: event.clientY, left: x, top: y };
    moved = false;
  });
  window.addEventListener('pointermove', (event) => {
    if (!from) return;
    const unit = full.width / scale / box.clientWidth;
    moved = moved || Math.abs(event.clientX - from.x) + Math.abs(event.clientY - from.y) > 4;
    x = from.left - (event.clientX - from.x) * unit;
    y = from.top - (event.clientY - from.y) * unit;
    if (moved) show();
  });
  window.addEventListener('pointerup', () => { from = null; });
  window.addEventListener('pointercancel', () => { from = null; });
  // A drag that ends on a card is no click on it.
  box.addEventListener('click', (event) => { if (moved) event.preventDefault(); }, true);
  box.addEventListener('dragstart', (event) => event.preventDefault());
  box.addEventListener('wheel', (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.1 : 0.9);
  }, { passive: false });
  // Paper shows all of it.
  window.addEventListener('beforeprint', () => {
    svg.setAttribute('viewBox', `${full.x} ${full.y} ${full.width} ${full.height}`);
  });
  window.addEventListener('afterprint', show);
  window.addEventListener('resize', show);
  box.classList.add('remit-map');
  reset();
}

for (const box of document.querySelectorAll('[data-remit-map]')) start(box);
