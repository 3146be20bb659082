using FineTune.Tests.Training.Runs;
using FineTune.Training;
using Xunit.Abstractions;

namespace FineTune.Tests.Training.Checkpoints;

/// <summary>
/// Checkpoints that were cut, changed, mixed up or made to do harm: an error names the file, or the run goes on as the same run. Never does
/// the program fall over or go on from something else.
/// </summary>
public sealed class MutationTests : IClassFixture<MutationTests.Runs>
{
    private static readonly string[] s_reference = ["model.safetensors", "optimizer.pt", "scheduler.pt", "rng_state.pth", "trainer_state.json"];
    private static readonly string[] s_pickles = ["optimizer.pt", "scheduler.pt", "rng_state.pth"];
    private readonly Runs _runs;
    private readonly ITestOutputHelper _output;

    public MutationTests(Runs runs, ITestOutputHelper output) => (_runs, _output) = (runs, output);

    public static TheoryData<string> OurFiles => [.. s_reference, "training_args.json", "finetune_progress.json", "finetune_manifest.json"];

    public static TheoryData<string> ReferenceFiles => [.. s_reference];

    public static TheoryData<string> Pickles => [.. s_pickles];

    [Theory]
    [MemberData(nameof(OurFiles))]
    public void Any_change_to_a_checkpoint_of_ours_is_noticed_and_names_the_file(string file)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(_runs.Checkpoint, file));
        List<(string What, byte[]? Content)> mutations = [.. Cut(bytes), .. Flip(bytes, 12), .. Swapped(file, bytes), ("missing", null), ("longer", [.. bytes, 0])];
        foreach ((string what, byte[]? content) in mutations)
        {
            Exception? exception = Resume(isOurs: true, folder => Put(folder, file, content));

            Assert.True(exception is CheckpointException, $"{what}: {exception}");
            Assert.Contains(file, exception!.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(ReferenceFiles))]
    public void A_checkpoint_without_a_list_is_refused_by_name_or_goes_on_as_the_same_run(string file)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(_runs.Checkpoint, file));
        int refused = 0;
        List<(string What, byte[]? Content)> mutations = [.. Cut(bytes), .. Structure(file, bytes), .. Swapped(file, bytes).Where(_ => file is "scheduler.pt" or "optimizer.pt" or "trainer_state.json")];
        foreach ((string what, byte[]? content) in mutations)
        {
            Exception? exception = Resume(isOurs: false, folder => Put(folder, file, content));

            refused += exception is null ? 0 : 1;
            Assert.True(exception is null or CheckpointException, $"{what}: {exception}");
            Assert.True(exception is null || exception.Message.Contains(file, StringComparison.Ordinal), $"{what}: {exception}");
        }

        _output.WriteLine($"{file}: {refused} of {mutations.Count} refused");
        Assert.True(refused > mutations.Count / 2);
    }

    [Theory]
    [MemberData(nameof(Pickles))]
    public void A_hostile_pickle_is_refused_by_name_with_and_without_a_list(string file)
    {
        foreach ((string what, byte[] pickle) in HostilePickle.All)
        {
            foreach (bool isOurs in new[] { true, false })
            {
                Exception? exception = Resume(isOurs, folder =>
                {
                    HostilePickle.Write(Path.Combine(folder, file), pickle);
                    Renew(folder, isOurs);
                });

                Assert.True(exception is CheckpointException, $"{what}, with a list {isOurs}: {exception}");
                Assert.Contains(file, exception!.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("trainer_state.json")]
    [InlineData("finetune_progress.json")]
    [InlineData("finetune_manifest.json")]
    public void Hostile_json_is_refused_by_name_with_and_without_a_list(string file)
    {
        string text = File.ReadAllText(Path.Combine(_runs.Checkpoint, file));
        foreach (string hostile in HostileJson.Of(text))
        {
            Exception? exception = Resume(isOurs: true, folder =>
            {
                File.WriteAllText(Path.Combine(folder, file), hostile);
                if (file != Manifest.FileName)
                {
                    Renew(folder, isOurs: true);
                }
            });

            Assert.True(exception is CheckpointException, $"{(hostile.Length < 5000 ? hostile : hostile[..100])}: {exception}");
            Assert.Contains(file, exception!.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Goes on from a changed copy; a run that comes to its end must be the same run.</summary>
    private Exception? Resume(bool isOurs, Action<string> change)
    {
        using RunFolder folder = new();
        string copy = folder.File("checkpoint-4");
        Runs.Copy(_runs.Checkpoint, copy);
        if (!isOurs)
        {
            File.Delete(Path.Combine(copy, Manifest.FileName));
            File.Delete(Path.Combine(copy, ProgressFile.FileName));
        }

        change(copy);
        string? ended = null;
        Exception? exception = Record.Exception(() => ended = new ResumableRun(folder.Path, Runs.Settings).Train(ResumeFrom.Path(copy)));
        if (exception is null)
        {
            string found = ended!.Replace(Path.GetDirectoryName(_runs.Checkpoint)!, "out", StringComparison.Ordinal);
            Assert.Equal(isOurs ? _runs.Expected : _runs.ExpectedWithoutList, found);
        }

        return exception;
    }

    private static void Put(string folder, string file, byte[]? content)
    {
        string path = Path.Combine(folder, file);
        File.Delete(path);
        if (content is not null)
        {
            File.WriteAllBytes(path, content);
        }
    }

    /// <summary>Whoever means harm makes the list anew.</summary>
    private static void Renew(string folder, bool isOurs)
    {
        if (isOurs)
        {
            File.WriteAllText(Path.Combine(folder, Manifest.FileName), Manifest.Describe(folder));
        }
    }

    private static IEnumerable<(string What, byte[]? Content)> Cut(byte[] bytes) =>
        new[] { 0, 1, 7, bytes.Length / 4, bytes.Length / 2, bytes.Length - 40, bytes.Length - 1 }
            .Where(length => length >= 0 && length < bytes.Length).Distinct()
            .Select(length => ($"cut to {length}", (byte[]?)bytes[..length]));

    private static IEnumerable<(string What, byte[]? Content)> Flip(byte[] bytes, int count, int from = 0, int? to = null)
    {
        Random random = new(bytes.Length);
        for (int i = 0; i < count; i++)
        {
            byte[] changed = [.. bytes];
            (int at, int bit) = (random.Next(from, to ?? bytes.Length), random.Next(8));
            changed[at] ^= (byte)(1 << bit);
            yield return ($"bit {bit} of byte {at} flipped", changed);
        }
    }

    /// <summary>What a reader can notice without a list: the parts that have a form or a checksum.</summary>
    private static IEnumerable<(string What, byte[]? Content)> Structure(string file, byte[] bytes) => file switch
    {
        "model.safetensors" => Flip(bytes, 40, from: 0, to: 8 + BitConverter.ToInt32(bytes)),
        "trainer_state.json" => HostileJson.Of(System.Text.Encoding.UTF8.GetString(bytes)).Select(text => (text[..Math.Min(80, text.Length)], (byte[]?)System.Text.Encoding.UTF8.GetBytes(text))),
        _ => Flip(bytes, 40),
    };

    private IEnumerable<(string What, byte[]? Content)> Swapped(string file, byte[] bytes)
    {
        byte[] other = File.ReadAllBytes(Path.Combine(_runs.Other, file));
        return other.AsSpan().SequenceEqual(bytes) ? [] : [("of another checkpoint", other)];
    }

    /// <summary>A run and its checkpoints, made once.</summary>
    public sealed class Runs : IDisposable
    {
        private readonly RunFolder _folder = new();

        public Runs()
        {
            Expected = new ResumableRun(_folder.Path, Settings).Train();
            using RunFolder copy = new();
            Copy(Checkpoint, copy.File("checkpoint-4"));
            File.Delete(copy.File("checkpoint-4", Manifest.FileName));
            File.Delete(copy.File("checkpoint-4", ProgressFile.FileName));
            ExpectedWithoutList = new ResumableRun(copy.Path, Settings).Train(ResumeFrom.Path(copy.File("checkpoint-4")))
                .Replace(_folder.Path, "out", StringComparison.Ordinal);
        }

        public string Checkpoint => _folder.File("checkpoint-4");

        public string Other => _folder.File("checkpoint-6");

        internal string Expected { get; }

        /// <summary>Gets what the run without the files of ours is: like the reference it begins its running loss anew.</summary>
        internal string ExpectedWithoutList { get; }

        public void Dispose() => _folder.Dispose();

        internal static TrainingArguments Settings(TrainingArguments args) => args;

        internal static void Copy(string from, string to)
        {
            Directory.CreateDirectory(to);
            foreach (string file in Directory.EnumerateFiles(from))
            {
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
            }
        }
    }
}
