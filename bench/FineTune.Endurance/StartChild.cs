using System.Globalization;
using System.Security.Cryptography;
using System.Runtime.InteropServices;

namespace FineTune.Endurance;

/// <summary>What <see cref="StartLoop"/> starts: a few steps in bfloat16 and in float32, whose products use kernels of several widths and arithmetics on all threads.</summary>
internal sealed class StartChild(string folder)
{
    /// <summary>The exit code where an exception ended it.</summary>
    public const int Ended = 3;

    /// <summary>How the message begins where memory did not suffice.</summary>
    public const string WantOfMemory = "ended for want of memory:";

    /// <summary>How it begins where anything else was the matter.</summary>
    public const string Broken = "ended:";

    /// <summary>The exit code where a signal ended the training.</summary>
    public const int Interrupted = 130;

    /// <summary>The exit code where executable memory grew from the first step on.</summary>
    public const int Grew = 4;

    public const int Steps = 5;

    // A page for the first function, and a block for each width (4, 8, 16) and arithmetic (3): of 56 KB at 512 bits, 16 otherwise.
    private const int MostMappings = 10;
    private const long MostBytes = (4 + (3 * (56 + 16 + 16))) * 1024;

    private CodeMemory? _first;
    private bool _isGrown;
    private int _failAt = -1;

    /// <param name="pressure"><c>none</c>; <c>limit:BYTES</c>, so much may be mapped until the kernels are made; <c>fail:STEP</c>, that step fails.</param>
    /// <returns>The exit code; the digest of what was trained, and the executable memory, are printed.</returns>
    public int Run(string pressure)
    {
        try
        {
            Press(pressure);
            new Thread(Litter) { IsBackground = true }.Start();
            string digest = Train(isBfloat16: true) + Train(isBfloat16: false);
            CodeMemory last = CodeMemory.Now;
            Console.WriteLine($"{digest} {last.Mappings} {last.Bytes} {GC.CollectionCount(0)}");
            return _isGrown || last.Mappings > MostMappings || last.Bytes > MostBytes ? Grew : 0;
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (Exception error)
        {
            Console.Error.WriteLine($"{(error.GetBaseException() is OutOfMemoryException ? WantOfMemory : Broken)} {error.GetType().Name}: {error.Message}");
            return Ended;
        }
    }

    private void Press(string pressure)
    {
        string[] words = pressure.Split(':');
        if (words[0] == "limit")
        {
            StartPressure.MakeKernelsWithin(long.Parse(words[1], CultureInfo.InvariantCulture));
        }
        else if (words[0] == "fail")
        {
            _failAt = int.Parse(words[1], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Steps allocate little; so that the collector works beside them somebody else must allocate.</summary>
    private static void Litter()
    {
        try
        {
            for (byte[][] kept = new byte[16][]; ; Thread.Sleep(1))
            {
                for (int i = 0; i < kept.Length; i++)
                {
                    kept[i] = new byte[4096];
                }
            }
        }
        catch (OutOfMemoryException)
        {
            // Then the steps have what there is.
        }
    }

    private string Train(bool isBfloat16)
    {
        Dataset data = Dataset.LoadCsv(Path.Combine(folder, "train.csv")).ClassEncodeColumn("label");
        string files = Path.Combine(folder, "model");
        PreTrainedTokenizer tokenizer = AutoTokenizer.FromPretrained(files);
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(files, new() { NumLabels = 3, Seed = 1 });
        TrainingArguments args = new()
        {
            OutputDir = Path.Combine(folder, $"out-{Environment.ProcessId}"),
            MaxSteps = Steps,
            PerDeviceTrainBatchSize = 32,
            SaveStrategy = SaveStrategy.No,
            DisableTqdm = true,
            Bf16 = isBfloat16,
        };
        _ = new Trainer(model, args)
        {
            TrainDataset = data.Map(row => tokenizer.Encode(row.Get<string>("text"), truncation: true)).RenameColumn("label", "labels").RemoveColumns("text"),
            DataCollator = new DataCollatorWithPadding(tokenizer),
            Callbacks = [new Watch(this), new PrinterCallback { Output = TextWriter.Null }],
        }.Train();
        byte[] weights = [.. model.Parameters().SelectMany(parameter => MemoryMarshal.AsBytes<float>(parameter.ToArray()).ToArray())];
        return Convert.ToHexString(SHA256.HashData(weights))[..16];
    }

    private void Note(int step)
    {
        CodeMemory now = CodeMemory.Now;
        _first ??= now;
        _isGrown |= now.Mappings > _first.Value.Mappings || now.Bytes > _first.Value.Bytes;
        if (step == _failAt)
        {
            throw new StepFailedException();
        }
    }

    public sealed class StepFailedException() : Exception("as it was told to");

    private sealed class Watch(StartChild child) : TrainerCallback
    {
        public override void OnStepEnd(TrainerContext context) => child.Note(context.State.GlobalStep);
    }
}
