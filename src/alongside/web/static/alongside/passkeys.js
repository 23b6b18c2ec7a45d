// Asks the browser for a passkey and sends its answer with the form around the button.
const read = {
  create: (options) => PublicKeyCredential.parseCreationOptionsFromJSON(options),
  get: (options) => PublicKeyCredential.parseRequestOptionsFromJSON(options),
};
const able = Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON);

async function challenge(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`The challenge was refused: ${answer.status}`);
  return (await answer.json()).request_options;
}

async function send(form) {
  const act = form.dataset.passkey;
  const { publicKey } = await challenge(form);
  const credential = await navigator.credentials[act]({ publicKey: read[act](publicKey) });
  form.elements.credential.value = JSON.stringify(credential);
  form.submit();
}

for (const form of able ? document.querySelectorAll("form[data-passkey]") : []) {
  form.hidden = false;
  for (const other of document.querySelectorAll("[data-passkey-without]")) other.hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const refused = form.querySelector("[data-passkey-refused]");
    refused.hidden = true;
    send(form).catch(() => { refused.hidden = false; });
  });
}
