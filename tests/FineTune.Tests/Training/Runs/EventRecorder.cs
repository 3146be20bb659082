using System.Security.Cryptography;

namespace FineTune.Tests.Training.Runs;

/// <summary>Writes down every event with the step and eight digits that identify the state of the random numbers.</summary>
internal sealed class EventRecorder(Func<Generator> generator) : AnyEvent
{
    private readonly List<string> _events = [];

    public IReadOnlyList<string> Events => _events;

    /// <summary>Gets the eight digits of a generator's state.</summary>
    public static string Digest(Generator generator) => Convert.ToHexStringLower(SHA1.HashData(generator.GetState()))[..8];

    protected override void On(string name, TrainerContext context) => _events.Add($"{name} {context.State.GlobalStep} {Digest(generator())}");
}
