namespace FineTune.Tensors.Tests.Autograd;

/// <summary>
/// Compares gradients with differences of the function itself: the weighted sum of its elements, added in double precision, at four points
/// around each input element (an error of the fourth order of the step).
/// </summary>
internal static class GradientCheck
{
    private const double Step = 1.0 / 32;

    public static void Assert(Func<Tensor[], Tensor> function, double tolerance, params Tensor[] inputs)
    {
        foreach (Tensor input in inputs)
        {
            input.RequiresGrad = true;
        }

        Tensor y = function(inputs);
        float[] weights = Numbers.Draw(17, y.Length);
        (y * Tensor.From(weights, y.Shape)).Sum().Backward();

        for (int i = 0; i < inputs.Length; i++)
        {
            float[] expected = [.. Enumerable.Range(0, inputs[i].Length).Select(at => (float)Slope(function, weights, inputs, i, at))];
            Close.Assert(expected, inputs[i].Grad!.Span, tolerance, $"gradient of input {i}");
        }
    }

    private static double Slope(Func<Tensor[], Tensor> function, float[] weights, Tensor[] inputs, int input, int at)
    {
        double Value(int steps)
        {
            float before = inputs[input].Span[at];
            inputs[input].Span[at] = (float)(before + (steps * Step));
            using AutogradMode.Guard guard = AutogradMode.NoGrad();
            double value = function(inputs).ToArray().Select((y, k) => (double)y * weights[k]).Sum();
            inputs[input].Span[at] = before;
            return value;
        }

        return ((8 * (Value(1) - Value(-1))) - (Value(2) - Value(-2))) / (12 * Step);
    }
}
