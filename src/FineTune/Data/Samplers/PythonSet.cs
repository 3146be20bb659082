namespace FineTune.Data;

/// <summary>
/// The order in which CPython goes through a set of whole numbers: that of the slots of its table. A number's place is its last bits, or the next
/// free slot, or one further off; the table grows when three fifths of it are taken.
/// </summary>
internal static class PythonSet
{
    private const int SmallestTable = 8;
    private const int Neighbours = 9;
    private const int BitsUsedUp = 5;

    /// <summary>Gets different numbers, none below zero, in the order of a set that they were put into one after the other.</summary>
    public static IEnumerable<int> Order(IEnumerable<int> numbers)
    {
        int?[] table = new int?[SmallestTable];
        int count = 0;
        foreach (int number in numbers)
        {
            Put(table, number);
            count++;
            if (count * 5 >= (table.Length - 1) * 3)
            {
                table = Grown(table, count);
            }
        }

        return table.OfType<int>();
    }

    /// <summary>Up to 50,000 numbers get a table of more than four times as many slots, larger sets one of twice as many.</summary>
    private static int?[] Grown(int?[] table, int count)
    {
        int size = SmallestTable;
        while (size <= (count > 50_000 ? count * 2 : count * 4))
        {
            size *= 2;
        }

        int?[] grown = new int?[size];
        foreach (int number in table.OfType<int>())
        {
            Put(grown, number);
        }

        return grown;
    }

    private static void Put(int?[] table, int number)
    {
        int mask = table.Length - 1;
        int slot = number & mask;
        for (int rest = number; ; slot = ((slot * 5) + 1 + rest) & mask)
        {
            int last = slot + Neighbours <= mask ? slot + Neighbours : slot;
            for (int i = slot; i <= last; i++)
            {
                if (table[i] is null)
                {
                    table[i] = number;
                    return;
                }
            }

            rest >>= BitsUsedUp;
        }
    }
}
