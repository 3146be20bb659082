namespace FineTune.Tests.Models.Families;

public sealed class RelativeBiasTests
{
    /// <summary>Where the reference's buckets begin, by the distance of a query behind a key: those of 0 to 7 have one each.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 7)]
    [InlineData(8, 8)]
    [InlineData(11, 8)]
    [InlineData(12, 9)]
    [InlineData(15, 9)]
    [InlineData(16, 10)]
    [InlineData(22, 10)]
    [InlineData(23, 11)]
    [InlineData(31, 11)]
    [InlineData(32, 12)]
    [InlineData(45, 12)]
    [InlineData(46, 13)]
    [InlineData(63, 13)]
    [InlineData(64, 14)]
    [InlineData(90, 14)]
    [InlineData(91, 15)]
    [InlineData(100000, 15)]
    [InlineData(-1, 17)]
    [InlineData(-8, 24)]
    [InlineData(-91, 31)]
    public void Distances_have_the_references_buckets(int distance, int bucket) => Assert.Equal(bucket, RelativeBias.Bucket(distance));
}
