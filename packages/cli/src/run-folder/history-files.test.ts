import { expect, test } from "vitest";
import { historyCsv } from "./history-files.ts";

test("the history has one row an epoch and Keras' order", () => {
  const history = { loss: [0.5, 0.25], auc: [0.5, 1], val_loss: [1, 2] };
  expect(historyCsv({ epoch: [0, 1], history })).toBe("epoch,loss,auc,val_loss\n0,0.5,0.5,1\n1,0.25,1,2\n");
});
