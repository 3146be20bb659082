using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

/// <summary>A folder with a tiny model and a few files of data, and the command run in it.</summary>
public sealed class CommandFixture : IDisposable
{
    private static readonly string[] s_texts =
        ["play a song", "play some jazz", "put on music", "will it rain", "is it sunny", "how cold is it", "book a table", "reserve a room", "table for two"];

    public CommandFixture()
    {
        Model = TinyModel.Create(At("model"));
        Write("train.csv", "text,label", 24, Row);
        Write("dev.csv", "text,label", 9, i => Row(i + 1));
        Write("test.csv", "text,label", 6, i => Row(i + 2));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("finetune-cli-").FullName;

    public string Model { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text, new UTF8Encoding(false));
        return At(name);
    }

    public string Write(string name, string header, int rows, Func<int, string> row) =>
        Write(name, header + "\n" + string.Concat(Enumerable.Range(0, rows).Select(i => row(i) + "\n")));

    internal Finished Run(params string[] words) => RunWith(string.Empty, words);

    internal Finished RunWith(string input, params string[] words) =>
        TestedProgram.Published is null ? RunHere(input, words) : TestedProgram.Run(input, words);

    internal static Finished RunHere(string input, params string[] words)
    {
        using StringWriter output = new();
        using StringWriter errors = new();
        int code = CommandLine.Run(words, new StringReader(input), output, errors);
        return new Finished(code, output.ToString(), errors.ToString());
    }

    /// <summary>Trains the tiny model for a few steps into a folder of that name.</summary>
    internal Finished Train(string folder, params string[] flags) => Run(
        ["train", "--model_name_or_path", Model, "--train_file", At("train.csv"), "--no_pad_to_max_length", "--max_steps", "4", "--output_dir", At(folder), .. flags]);

    internal JsonObject Json(params string[] parts) => JsonNode.Parse(File.ReadAllText(At(parts)))!.AsObject();

    private static string Row(int i) => $"{s_texts[i % 9]} {i},{new[] { "play", "weather", "book" }[i % 9 / 3]}";
}
