using System.Diagnostics;
using System.Globalization;
using FineTune.Kernels;
using FineTune.Runtime;
using FineTune.Training;

namespace FineTune.Bench.SideBySide;

/// <summary>Runs works on both sides alternately, prints a row for each as it is done, and appends the table to the results of this processor.</summary>
internal static class SideBySideRun
{
    public static int Run(string[] words)
    {
        string shared = "../shared";
        int rounds = 2;
        List<string> names = [];
        for (int i = 0; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "--shared":
                    shared = words[++i];
                    break;
                case "--rounds":
                    rounds = int.Parse(words[++i], CultureInfo.InvariantCulture);
                    break;
                case "list":
                    Console.WriteLine(string.Join(Environment.NewLine, Work.All.Select(work => work.Name)));
                    return 0;
                default:
                    names.Add(words[i]);
                    break;
            }
        }

        string[] unknown = [.. names.Where(name => Named(name).Length == 0)];
        if (unknown.Length > 0 || rounds < 1)
        {
            Console.Error.WriteLine($"No such work: {string.Join(", ", unknown)}. \"bench/side-by-side list\" names them; the beginning of a name stands for all that begin so.");
            return 2;
        }

        Work[] works = names.Count == 0 ? [.. Work.All] : [.. names.SelectMany(Named).Distinct()];
        Place place = Find(Path.GetFullPath(shared));
        foreach (string model in works.Select(work => work.Model).Distinct())
        {
            place.Make(model);
        }

        Compare(works, place, rounds);
        return 0;
    }

    /// <summary>The work of a name, or all whose names begin so.</summary>
    private static Work[] Named(string name) => Work.All.FirstOrDefault(work => work.Name == name) is { } exact
        ? [exact]
        : [.. Work.All.Where(work => work.Name.StartsWith(name, StringComparison.Ordinal))];

    private static Place Find(string shared)
    {
        string python = Child.Run("bash", [Path.Combine(shared, "oracle", "setup.sh")]).Output.Trim().Split('\n')[^1];
        string work = Path.Combine(Path.GetTempPath(), "finetune-side-by-side");
        Directory.CreateDirectory(work);
        return new Place(shared, python, Path.GetFullPath("bench/reference"), Published("tool/FineTune.Cli"), Published("tokenize/FineTune.Tokenize"), work);
    }

    private static string Published(string program) => Path.GetFullPath("bench/FineTune.Bench/bin/" + program);

    private static void Compare(IReadOnlyList<Work> works, Place place, int rounds)
    {
        Sides sides = new(place);
        Report report = new(new ArithmeticOfWork(place), HardwarePeak.Measure(Workers.ThreadCount, TimeSpan.FromSeconds(1)), rounds);
        foreach (string line in report.Head())
        {
            Console.WriteLine(line);
        }

        List<string> rows = [];
        foreach (Work work in works)
        {
            List<Outcome> ours = [];
            List<Outcome> reference = [];
            for (int round = 0; round < rounds; round++)
            {
                ours.Add(sides.Ours(work));
                reference.Add(sides.Reference(work));
            }

            rows.Add(report.Row(new SideBySide.Comparison(work, ours, reference)));
            Console.WriteLine(rows[^1]);
        }

        string file = Path.Combine("bench", "results", Report.FileName(Machine.ProcessorName()));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.AppendAllText(file, string.Join('\n', [.. report.Title(Commit()), .. report.Head(), .. rows, string.Empty, string.Empty]));
        Console.WriteLine($"Appended to {file}");
    }

    private static string Commit()
    {
        using Process git = Process.Start(new ProcessStartInfo("git", ["describe", "--always", "--dirty"]) { RedirectStandardOutput = true })!;
        return git.StandardOutput.ReadToEnd().Trim();
    }
}
