using System.Text.Json.Nodes;
using FineTune.Data;

namespace FineTune.Tests.Data;

public sealed class CsvReaderTests
{
    private static readonly JsonArray s_golden = JsonNode.Parse(Golden.Text("data", "csv.json"))!.AsArray();

    public static TheoryData<int> Cases => new(Enumerable.Range(0, s_golden.Count));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Records_are_those_of_the_reference_however_little_is_held(int number)
    {
        JsonNode golden = s_golden[number]!;
        string text = (string)golden["text"]!;
        string[][] expected = [.. golden["records"]!.AsArray().Select(record => record!.AsArray().Select(value => (string)value!).ToArray())];

        foreach (int room in new[] { 1, 2, 3, 5, 8, 1000 })
        {
            Assert.Equal(expected, Records(new CsvReader(new StringReader(text), ",", quoting: true, room)));
        }
    }

    [Theory]
    [InlineData("a||b|c||\n||d\n", "||", "a,b|c,/,d")]
    [InlineData("\"a\tb\"\nc\t\"\n", "\t", "\"a,b\"/c,\"")]
    public void A_separator_may_have_several_characters_and_without_quoting_a_quote_is_a_character(string text, string sep, string expected)
    {
        CsvReader reader = new(new StringReader(text), sep, quoting: false, room: 1);

        Assert.Equal(expected, string.Join('/', Records(reader).Select(record => string.Join(',', record))));
    }

    [Fact]
    public void Each_record_knows_the_line_on_which_it_begins_and_the_last_whether_its_quote_is_open()
    {
        CsvReader reader = new(new StringReader("a\r\n\r\n\"b\n\r\nc\rd\"\ne\n\"f\ng\n"), ",", quoting: true, room: 1);
        List<(int Line, bool IsOpen)> records = [];
        while (reader.Read())
        {
            records.Add((reader.Line, reader.IsOpen));
        }

        Assert.Equal([(1, false), (3, false), (7, false), (8, true)], records);
    }

    [Fact]
    public async Task Reading_ahead_of_need_or_not_gives_the_same_records_and_can_be_cancelled()
    {
        CsvReader reader = new(new StringReader("a,b\n1,\"2\n3\"\n"), ",", quoting: true, room: 1);
        List<string> values = [];
        while (await reader.ReadAsync(CancellationToken.None))
        {
            values.AddRange(reader.Values);
        }

        Assert.Equal(["a", "b", "1", "2\n3"], values);
        CsvReader cancelled = new(new StringReader("a,b\n"), ",", quoting: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await cancelled.ReadAsync(new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_separator_of_no_characters_is_refused() =>
        Assert.Contains("Sep of CsvOptions is empty", Assert.Throws<ArgumentException>(() => CsvDialect.Csv(new CsvOptions { Sep = "" })).Message);

    [Fact]
    public void A_negative_number_of_lines_to_pass_over_is_refused() =>
        Assert.Contains("SkipRows of CsvOptions is -1", Assert.Throws<ArgumentException>(() => CsvDialect.Csv(new CsvOptions { SkipRows = -1 })).Message);

    private static List<string[]> Records(CsvReader reader)
    {
        List<string[]> records = [];
        while (reader.Read())
        {
            if (!reader.IsBlank)
            {
                records.Add([.. reader.Values]);
            }
        }

        return records;
    }
}
