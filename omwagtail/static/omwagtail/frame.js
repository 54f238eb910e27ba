/** Tells the page around a frame how high the content is, whenever that changes. */

if (window.parent !== window) {
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    // Whoever shows the frame may know how high it is: there is nothing else in the message.
    window.parent.postMessage({ om: "height", height }, "*");
  }).observe(document.body);
}
