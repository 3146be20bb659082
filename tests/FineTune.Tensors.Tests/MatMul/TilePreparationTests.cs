using FineTune.Kernels;
using FineTune.Tests.Runtime;

namespace FineTune.Tests.MatMul;

[Collection(ThreadsCollection.Name)]
public sealed unsafe class TilePreparationTests
{
    public static TheoryData<int> Widths => [.. new[] { 1, 4, 8, 16 }.Where(width => width <= LaneWidth.Widest)];

    [Fact]
    public void The_set_in_use_is_there_and_was_called()
    {
        TilePreparation.Start();

        AssertCalls(TileSet.Current, TileSet.Current.IsCode ? 1 : Math.Min(TileSet.Current.Rows, TileStrip.MostRows));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_method_is_called_for_its_highest_strip(int width)
    {
        TileSet tiles = new(width, TileArithmetic.Single, place: null);

        AssertCalls(tiles, Math.Min(tiles.Rows, TileStrip.MostRows));
    }

    /// <summary>A kernel called for no step of k writes zeros: to where nothing else was written before.</summary>
    private static void AssertCalls(TileSet tiles, int rows)
    {
        Span<float> written = new(PackBuffer.Local.Reserve(rows * tiles.Columns), rows * tiles.Columns);
        written.Fill(float.NaN);

        TilePreparation.Prepare(tiles);

        Assert.Equal(new float[rows * tiles.Columns], written.ToArray());
    }
}
