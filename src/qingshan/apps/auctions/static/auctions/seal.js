// A bid is sealed here: the browser sends its digest alone, and the slip stays with the bidder.
(() => {
  "use strict";

  const place = document.querySelector("[data-seal]"), form = document.querySelector("form.form");
  if (!place || !form) return;
  if (!window.crypto || !crypto.subtle) {
    document.querySelector("[data-seal-absent]").hidden = false;
    return;
  }
  const { price, tonnes, secret, commitment } = form.elements;
  for (const one of document.querySelectorAll("[data-seal-wrong]")) {
    form.elements[one.dataset.sealWrong].closest(".field").append(one);
  }

  // What is wrong with a field stands at it; the first wrong one is where one goes on.
  function fits(field, isGood) {
    const told = document.querySelector(`[data-seal-wrong="${field.name}"]`);
    told.hidden = isGood;
    field.closest(".field").classList.toggle("wrong", !isGood);
    field.setAttribute("aria-invalid", String(!isGood));
    field.setAttribute("aria-errormessage", told.id);
    return isGood;
  }
  // A form that was refused is sealed anew: never under the digest of the bid before it.
  commitment.value = "";
  const hex = (bytes) => [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");

  // The smallest units as whole numbers, or nothing where the field holds something else.
  function fen() {
    const found = /^(\d{1,8})(?:\.(\d{1,2}))?$/.exec(price.value.trim());
    return found ? Number(found[1]) * 100 + Number((found[2] || "").padEnd(2, "0")) : 0;
  }
  function quantity() {
    return /^\d{1,9}$/.test(tonnes.value.trim()) ? Number(tonnes.value.trim()) * 10000 : 0;
  }

  async function seal() {
    const { auction, bidder, floor, most, lot } = place.dataset;
    const told = { auction, bidder: Number(bidder), price_fen: fen(), quantity: quantity() };
    const { price_fen: asked, quantity: much } = told;
    const wrong = [
      [price, asked > 0 && asked >= Number(floor)],
      [tonnes, much > 0 && much <= Number(most) && much % Number(lot) === 0],
    ].filter(([field, isGood]) => !fits(field, isGood));
    if (wrong.length) {
      wrong[0][0].focus();
      return;
    }
    told.secret = hex(crypto.getRandomValues(new Uint8Array(16)));
    const plain = JSON.stringify([told.auction, told.bidder, told.price_fen, told.quantity, told.secret]);
    told.commitment = hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(plain)));
    commitment.value = told.commitment;
    show(told);
    // What is disabled is not sent: the house gets the digest and nothing of the bid.
    price.disabled = tonnes.disabled = secret.disabled = true;
    form.querySelector("button.main").textContent = place.dataset.send;
  }

  function show(told) {
    const link = place.querySelector("[data-seal-save]");
    const words = { ...told, price: (told.price_fen / 100).toFixed(2), tonnes: String(told.quantity / 10000) };
    for (const one of place.querySelectorAll("[data-seal-told]")) one.textContent = words[one.dataset.sealTold];
    const text = `${JSON.stringify(told, null, 1)}\n`;
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `slip-${place.dataset.auction}.json`;
    place.hidden = false;
    link.click();
    place.scrollIntoView({ block: "nearest" });
  }

  form.addEventListener("submit", (event) => {
    if (commitment.value) return;
    event.preventDefault();
    seal();
  });
  // Coming back by the browser's own button, the form begins anew.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
