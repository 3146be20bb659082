using System.Security.Cryptography;

namespace FineTune.Data;

/// <summary>Row numbers in the random orders the reference's data sets give them: those of NumPy's <c>default_rng(seed)</c>.</summary>
internal sealed class RandomRows(NumPyGenerator generator)
{
    /// <summary>Starts from a seed, or from the operating system's randomness.</summary>
    public static RandomRows From(long? seed) => new(GeneratorOf(seed));

    public static NumPyGenerator GeneratorOf(long? seed) => new(SeedOf(seed));

    /// <summary>The seed itself, or one of the operating system's randomness.</summary>
    public static long SeedOf(long? seed) => seed switch
    {
        < 0 => throw DataError.NegativeSeed(seed.Value),
        null => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) & long.MaxValue,
        _ => seed.Value,
    };

    /// <summary>The numbers 0 to n - 1 in a random order.</summary>
    public int[] Order(int n) => Array.ConvertAll(generator.Permutation(n), row => (int)row);

    public int[] Shuffled(List<int> rows) => generator.Permutation<int>(rows.ToArray());

    /// <summary>Chooses some of the items, each at most once.</summary>
    public int[] Choice(int[] items, int size) => generator.Choice<int>(items, size, replace: false);
}
