using FineTune.Data;

namespace FineTune.Tests.Data;

/// <summary>What pyarrow and <c>to_csv</c> make of narrow numbers with a fraction.</summary>
public sealed class SingleTextTests : IDisposable
{
    private static readonly float[] s_numbers = [0.1f, 3.4e38f, 1, 16777216, 1e-5f, 1e-7f, 123456.79f, 1e10f, -0f, 0.3333333333f, 1e15f, 1e16f, 1.17549435e-38f, 1e-45f, 2.5f, 1e9f, 1234567890f];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cast_to_text_they_have_their_own_digits()
    {
        string[] texts =
        [
            "0.1", "3.4e+38", "1", "16777216", "0.00001", "1e-7", "123456.79", "1e+10", "-0", "0.33333334", "1e+15", "1e+16", "1.1754944e-38", "1e-45", "2.5", "1000000000", "1234568000",
        ];

        Assert.Equal(texts, Singles(s_numbers).CastColumn("f", Value.String)["f"]);
        Assert.Equal(texts, (string?[])Lists(s_numbers).CastColumn("f", new Sequence(Value.String))["f"][0]!);
    }

    [Fact]
    public void CSV_has_them_as_NumPy_writes_them()
    {
        Singles([.. s_numbers, 1e6f, 999999, 1234567, 1e-4f, 0.00012345f, float.PositiveInfinity, -3.4e38f]).ToCsv(_folder.File("f.csv"), header: false);
        Of("float16", [999, 1000, 1001, (double)(Half)0.1, 65504, (double)(Half)6e-8, 0.25, -2.5, 100]).ToCsv(_folder.File("h.csv"), header: false);

        Assert.Equal(
            [
                "0.1", "3.4e+38", "1.0", "1.6777216e+07", "1e-05", "1e-07", "123456.79", "1e+10", "-0.0", "0.33333334", "1e+15", "1e+16", "1.1754944e-38", "1e-45", "2.5", "1e+09",
                "1.234568e+09", "1e+06", "999999.0", "1.234567e+06", "1e-04", "0.00012345", "inf", "-3.4e+38",
            ],
            File.ReadAllLines(_folder.File("f.csv")));
        Assert.Equal(["999.0", "1e+03", "1.001e+03", "0.1", "6.55e+04", "6e-08", "0.25", "-2.5", "100.0"], File.ReadAllLines(_folder.File("h.csv")));
    }

    private static Dataset Singles(float[] numbers) => Of("float32", Array.ConvertAll(numbers, number => (double)number));

    private static Dataset Of(string dtype, double[] numbers) => new([new StoredColumn("f", new Value(dtype), new PrimitiveData<double>(numbers))], numbers.Length);

    private static Dataset Lists(float[] numbers) => Dataset.FromColumns(("f", new[] { numbers }));
}
