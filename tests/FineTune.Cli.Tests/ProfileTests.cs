using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

public sealed class ProfileTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Fact]
    public void A_profile_says_where_the_time_went_and_changes_nothing()
    {
        Finished plain = command.Train("without", "--logging_steps", "1");
        Finished profiled = command.Train("with", "--logging_steps", "1", "--profile");

        Assert.Equal((0, 0), (plain.Code, profiled.Code));
        Assert.Contains("Profile of 3 steps", profiled.Output, StringComparison.Ordinal);
        foreach (string part in new[] { "forward, loss", "backward", "optimizer", "matrix product", "attention", "random numbers", "no kernel running" })
        {
            Assert.Contains("  " + part + " ", profiled.Output, StringComparison.Ordinal);
        }

        Assert.Equal(File.ReadAllBytes(command.At("without", "model.safetensors")), File.ReadAllBytes(command.At("with", "model.safetensors")));
        Assert.False(File.Exists(command.At("without", "trace.json")));
    }

    [Fact]
    public void The_trace_is_one_that_chrome_reads()
    {
        command.Train("traced", "--profile", "true");

        JsonArray events = command.Json("traced", "trace.json")["traceEvents"]!.AsArray();

        Assert.All(events, item => Assert.Equal("X", (string?)item!["ph"]));
        Assert.All(events, item => Assert.True((double)item!["ts"]! >= 0 && (double)item["dur"]! >= 0));
        Assert.Equal(3, events.Count(item => (string?)item!["name"] == "step"));
        Assert.Contains(events, item => (string?)item!["cat"] == "matrix product");
    }
}
