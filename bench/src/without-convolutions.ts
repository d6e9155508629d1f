import { ops, type AnyOp, type ArrayHandle, type Device, type NamedArrays, type Shape } from "@tomograd/kernels";

/**
 * The same device, except that convolutions do nothing: their results are whatever the memory holds. A step on it takes
 * as long as everything but the convolutions, without the cost of timing single ops.
 */
export function withoutConvolutions(device: Device): Device {
  const skipped: Pick<Device, "forward" | "vjp"> = {
    forward(op, inputs, params, into = {}) {
      if (!isConvolution(op)) return device.forward(op, inputs, params, into);
      const shapes = op.shape(shapesOf(inputs), params);
      return Object.fromEntries(
        Object.entries(shapes).map(([name, shape]): [string, ArrayHandle] => [
          name,
          into[name] ?? device.allocate(shape, op.outputs[name]?.dtype),
        ]),
      );
    },
    vjp(op, values, upstream, wanted, params) {
      if (!isConvolution(op)) device.vjp(op, values, upstream, wanted, params);
    },
  };
  return new Proxy(device, {
    get(target, key) {
      if (key === "forward" || key === "vjp") return skipped[key];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

function isConvolution(op: AnyOp): boolean {
  return op.name === ops.conv2d.name;
}

function shapesOf(arrays: NamedArrays): Record<string, Shape> {
  return Object.fromEntries(Object.entries(arrays).flatMap(([name, array]) => (array ? [[name, array.shape]] : [])));
}
