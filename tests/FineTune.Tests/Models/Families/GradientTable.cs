namespace FineTune.Tests.Models.Families;

/// <summary>Compares the gradients of every parameter with the reference's, whole or by their projections.</summary>
internal static class GradientTable
{
    private const int Projections = 4;

    /// <summary>The parameters whose gradient is further away than a share of its norm, as text; empty when there are none.</summary>
    public static string Differences(SafetensorsFile file, string @case, PreTrainedModel model, double tolerance)
    {
        // A key's bias shifts every score of a row alike, so its gradient is zero but for rounding: hence the floor.
        double floor = 1e-6 * Math.Sqrt(model.Parameters().Sum(parameter => Gradient(parameter).Sum(g => (double)g * g)));
        bool whole = !file.Names.Contains($"{@case}/expected.projections");
        float[] table = whole ? [] : file.Floats($"{@case}/expected.projections");
        List<string> far = [];
        int row = 0;
        foreach ((string name, Parameter parameter) in model.NamedParameters())
        {
            float[] got = Gradient(parameter);
            (double difference, double norm) = whole
                ? Whole(file.Floats($"{@case}/gradient.{name}"), got)
                : Projected(table.AsSpan(row++ * (1 + Projections), 1 + Projections), got);
            if (!(difference <= (tolerance * norm) + floor))
            {
                far.Add($"{name}: {difference:g3} of {norm:g3}");
            }
        }

        return string.Join("\n", far);
    }

    private static float[] Gradient(Parameter parameter) => parameter.Grad?.ToArray() ?? new float[parameter.Length];

    private static (double Difference, double Norm) Whole(float[] wanted, float[] got) =>
        (Math.Sqrt(wanted.Zip(got, (a, b) => Math.Pow(a - b, 2)).Sum()), Math.Sqrt(wanted.Sum(a => (double)a * a)));

    private static (double Difference, double Norm) Projected(ReadOnlySpan<float> wanted, float[] got)
    {
        double largest = Math.Abs(wanted[0] - Math.Sqrt(got.Sum(g => (double)g * g)));
        for (int k = 0; k < Projections; k++)
        {
            double sum = 0;
            for (int i = 0; i < got.Length; i++)
            {
                sum += got[i] * Sign(i, k);
            }

            largest = Math.Max(largest, Math.Abs(wanted[k + 1] - sum));
        }

        return (largest, wanted[0]);
    }

    private static int Sign(int index, int k) => ((uint)((index * 2654435761L) + ((k + 1) * 40503L)) >> 13 & 1) == 1 ? 1 : -1;
}
