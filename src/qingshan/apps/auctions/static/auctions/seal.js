// A bid is sealed here: the browser sends its digest alone, and the slip stays with the bidder.
(() => {
  "use strict";

  const place = document.querySelector("[data-seal]"), form = document.querySelector("form.form");
  if (!place || !form) return;
  const wrong = document.querySelector("[data-seal-wrong]");
  if (!window.crypto || !crypto.subtle) {
    document.querySelector("[data-seal-absent]").hidden = false;
    return;
  }
  const { price, tonnes, secret, commitment } = form.elements;
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
    const fits = told.price_fen >= Number(floor) && told.price_fen > 0 && told.quantity > 0
      && told.quantity <= Number(most) && told.quantity % Number(lot) === 0;
    wrong.hidden = fits;
    if (!fits) return;
    told.secret = hex(crypto.getRandomValues(new Uint8Array(16)));
    const plain = JSON.stringify([told.auction, told.bidder, told.price_fen, told.quantity, told.secret]);
    told.commitment = hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(plain)));
    commitment.value = told.commitment;
    show(`${JSON.stringify(told, null, 1)}\n`);
    // What is disabled is not sent: the house gets the digest and nothing of the bid.
    price.disabled = tonnes.disabled = secret.disabled = true;
    form.querySelector("button.main").textContent = place.dataset.send;
  }

  function show(text) {
    const link = place.querySelector("[data-seal-save]");
    place.querySelector("[data-seal-text]").textContent = text;
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
