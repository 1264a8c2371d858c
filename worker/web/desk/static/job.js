// A job that is under way: its step is shown as it changes, and the page anew when it has ended.
const place = document.querySelector("[data-job]");
if (place) {
  const look = async () => {
    const response = await fetch(place.dataset.job, { headers: { Accept: "application/json" } });
    const state = response.ok ? await response.json() : { running: false };
    if (!state.running) return location.reload();
    if (state.step) place.textContent = place.dataset.running.replace("#", () => state.step);
    setTimeout(look, 1000);
  };
  setTimeout(look, 1000);
}
