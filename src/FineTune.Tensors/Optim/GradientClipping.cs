using FineTune.Kernels;
using FineTune.Optim;
using FineTune.Runtime;

namespace FineTune;

/// <summary>Norms of gradients, and gradients kept below one; torch's <c>clip_grad_norm_</c> and <c>clip_grad_value_</c>, bit for bit.</summary>
public static class GradientClipping
{
    // What keeps the quotient finite when every gradient is zero.
    private const float Tiny = 1e-6f;

    /// <summary>
    /// Scales the gradients so that their total norm does not exceed <paramref name="maxNorm"/>, and returns what it was before.
    /// Nothing is thrown for a norm that is infinite (the gradients become 0, infinite ones NaN) or NaN (all become NaN).
    /// </summary>
    /// <param name="parameters">The parameters; those without a gradient are skipped.</param>
    /// <param name="maxNorm">The greatest norm to leave; the Trainer's <c>max_grad_norm</c>.</param>
    /// <returns>The total norm before scaling; 0 when nothing has a gradient.</returns>
    public static float ClipGradNorm(IEnumerable<Parameter> parameters, double maxNorm)
    {
        Parameter[] withGradient = WithGradient(parameters);
        float total = TotalNorm(withGradient);
        float coefficient = 1f / (total + Tiny) * (float)maxNorm;
        coefficient = coefficient > 1 ? 1 : coefficient;
        foreach (Parameter parameter in withGradient)
        {
            PendingScale.Set(parameter, coefficient);
        }

        return total;
    }

    /// <summary>Gets the norm of all gradients together: the norm of the parameters' norms.</summary>
    /// <param name="parameters">The parameters; those without a gradient are skipped.</param>
    public static float GetTotalNorm(IEnumerable<Parameter> parameters) => TotalNorm(WithGradient(parameters));

    /// <summary>Moves every element of every gradient into [-<paramref name="clipValue"/>, <paramref name="clipValue"/>].</summary>
    /// <param name="parameters">The parameters; those without a gradient are skipped.</param>
    /// <param name="clipValue">The greatest absolute value to leave.</param>
    public static void ClipGradValue(IEnumerable<Parameter> parameters, double clipValue)
    {
        OptimizerRules.NotNegative(clipValue);
        foreach (Parameter parameter in WithGradient(parameters))
        {
            foreach (ref float value in parameter.GradBuffer!.Span)
            {
                value = value > clipValue ? (float)clipValue : value < -clipValue ? (float)-clipValue : value;
            }
        }
    }

    private static Parameter[] WithGradient(IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return [.. parameters.Where(parameter => parameter.HasGradient)];
    }

    private static float TotalNorm(Parameter[] parameters)
    {
        float[] norms = new float[parameters.Length];
        Workers.Run(parameters.Length, 1, new NormJob(parameters, norms));
        SquareSum sum = new(norms.Length);
        sum.Add(norms, 0);
        return sum.Norm();
    }

    private readonly struct NormJob(Parameter[] parameters, float[] norms) : IJob
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                norms[i] = Norm(parameters[i]);
            }
        }

        private static float Norm(Parameter parameter)
        {
            if (parameter.GradientNorm?.TryGet(parameter.GradBuffer!.Storage, out float known) == true)
            {
                return known;
            }

            Span<float> gradient = parameter.GradBuffer!.Span;
            SquareSum sum = new(gradient.Length);
            if (parameter.GradientRows is not { } rows)
            {
                sum.Add(gradient, 0);
                return sum.Norm();
            }

            int width = parameter.Length / parameter.Shape[0];
            foreach (int row in rows.Rows)
            {
                sum.Add(gradient.Slice(row * width, width), row * width);
            }

            return sum.Norm();
        }
    }
}
