/* A former address of a report: on to where it is now, and to the same place in it. A refresh by the
   page itself, which serves browsers without script, would lose what stands behind the #. */
location.replace(document.currentScript.dataset.to + location.hash);
