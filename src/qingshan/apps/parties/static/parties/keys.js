// Security keys: the page asks the house for a challenge, the browser asks the key, the house checks.
(() => {
  const button = document.querySelector("[data-key-options]");
  if (!button) return;
  const told = document.querySelector("[data-key-told]");
  if (!window.PublicKeyCredential) {
    told.textContent = told.dataset.absent;
    told.hidden = false;
    return;
  }
  button.hidden = false;

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };
  const text = (buffer) => {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const send = async (address, content) => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(content),
    });
    const isData = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    const data = isData ? await answer.json() : {};
    if (!answer.ok) {
      if (data.next) location.assign(data.next);
      throw new Error(String(answer.status));
    }
    return data;
  };
  const listed = (credentials) => (credentials || []).map((one) => ({ ...one, id: bytes(one.id) }));
  const plain = (credential) => {
    const { response } = credential;
    const told = { clientDataJSON: text(response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[name]) told[name] = text(response[name]);
    }
    return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: told, clientExtensionResults: {} };
  };

  const make = async (options) => {
    const publicKey = { ...options, challenge: bytes(options.challenge) };
    publicKey.user = { ...options.user, id: bytes(options.user.id) };
    publicKey.excludeCredentials = listed(options.excludeCredentials);
    return plain(await navigator.credentials.create({ publicKey }));
  };
  const use = async (options) => {
    const publicKey = { ...options, challenge: bytes(options.challenge) };
    publicKey.allowCredentials = listed(options.allowCredentials);
    return plain(await navigator.credentials.get({ publicKey }));
  };

  button.addEventListener("click", async () => {
    const { keyOptions, keyAnswer, keyWay } = button.dataset;
    button.disabled = true;
    told.hidden = true;
    try {
      const { publicKey } = await send(keyOptions, {});
      const credential = await (keyWay === "make" ? make : use)(publicKey);
      const name = (document.querySelector("[data-key-name]") || {}).value;
      const { next } = await send(keyAnswer, { credential, name });
      location.assign(next);
    } catch {
      told.textContent = told.dataset.failed;
      told.hidden = false;
      button.disabled = false;
    }
  });
})();
