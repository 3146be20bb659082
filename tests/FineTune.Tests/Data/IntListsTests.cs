using FineTune.Data;

namespace FineTune.Tests.Data;

/// <summary>Lists kept end to end without what they repeat come back as they were.</summary>
public sealed class IntListsTests
{
    private static readonly int[]?[] s_lists =
    [
        [101, 7, 8, 102, 0, 0, 0], [0, 0, 101, 7, 102], [1, 1, 1], [0], [5, 6], [], null, [3, 3, 4, 4], [0, 0, 0, 9, 0, 0], [int.MinValue, int.MaxValue, int.MaxValue],
    ];

    [Fact]
    public void They_come_back_as_they_were()
    {
        IntLists column = Make(s_lists);

        Assert.Equal(s_lists, All(column));
        Assert.Equal(s_lists.Length, column.Count);
        Assert.True(column.HasNulls);
        Assert.False(Make([[1], []]).HasNulls);
        Assert.Equal(new Sequence(Value.Int32), column.Feature);
    }

    [Fact]
    public void Rows_are_taken_joined_and_left_blank_like_those_of_another_column()
    {
        IntLists column = Make(s_lists);

        Assert.Equal([s_lists[8], s_lists[6], s_lists[0], s_lists[8]], All(column.Take([8, 6, 0, 8])));
        Assert.Equal([.. s_lists, s_lists[1], .. s_lists], All(column.Join([column, column.Take([1]), column])));
        Assert.Equal([null, null], All(column.Blank(2)));
        Assert.Equal([[], null], All(column.Blank(2, column.Take([0, 6]))));
    }

    [Fact]
    public void A_list_that_is_changed_does_not_change_the_column()
    {
        IntLists column = Make([[1, 2, 0, 0]]);

        ((int[])column.Get(0)!)[3] = 5;

        Assert.Equal([1, 2, 0, 0], (int[])column.Get(0)!);
    }

    [Fact]
    public void Any_lists_come_back()
    {
        Random random = new(5);
        int[][] lists = [.. Enumerable.Range(0, 3000).Select(_ => Enumerable.Range(0, random.Next(9)).Select(_ => random.Next(3)).ToArray())];

        Assert.Equal(lists, All(Make(lists)));
    }

    private static IntLists Make(IEnumerable<int[]?> lists)
    {
        IntLists.Builder builder = new();
        foreach (int[]? list in lists)
        {
            builder.Add(list);
        }

        return builder.Build();
    }

    private static IEnumerable<int[]?> All(ColumnData column) => Enumerable.Range(0, column.Count).Select(row => (int[]?)column.Get(row));
}
