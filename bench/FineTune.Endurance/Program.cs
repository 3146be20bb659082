using System.Globalization;
using FineTune;
using FineTune.Endurance;

// kill [N] [SEED] [STEPS]: N random interruptions of the real program.   hub-kill [N] [SEED]: N downloads and N pushes killed.   steps [N]: N training steps, with memory.   serve [N]: N requests of 300 clients at once.   save [N]: the cost of a checkpoint.
// starts [N] [SEED]: N starts with little memory or address space, with executable memory refused, with failures and SIGTERM in between.
// What these and the scripts beside them are made of:
// task FOLDER: writes the tiny task.   model FOLDER: writes random weights for its config.json.
// wire MS PERMILLE A B: two network devices and a cable between them that delays and loses packets, until SIGTERM.
string verb = args.ElementAtOrDefault(0) ?? "kill";
int Number(int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;
switch (verb)
{
    case "task":
        TinyTask.Write(args[1]);
        return 0;
    case "model":
        AutoModel.FromConfig(AutoConfig.FromPretrained(args[1])).SavePretrained(args[1]);
        return 0;
    case "hub-child":
        return await HubChild.RunAsync(args[1], args[2], args[3]);
    case "start-child":
        return new StartChild(args[1]).Run(args[2]);
    case "wire":
        return new Wire(TimeSpan.FromMilliseconds(Number(1, 0)), Number(2, 0) / 1000.0).Run(args[3], args[4]);
}

string folder = Directory.CreateTempSubdirectory("finetune-endurance-").FullName;
int code = verb switch
{
    "kill" => new KillLoop(folder, Number(1, 50), Number(2, Random.Shared.Next(1_000_000)), Number(3, 60)).Run(),
    "hub-kill" => new HubKillLoop(folder, Number(1, 50), Number(2, Random.Shared.Next(1_000_000))).Run(),
    "save" => new SaveCost(folder, Number(1, 80)).Run(),
    "serve" => await new ServeLoad(folder, Number(1, 3000)).RunAsync(),
    "starts" => new StartLoop(folder, Number(1, 100), Number(2, Random.Shared.Next(1_000_000))).Run(),
    "steps" => new SteadyRun(folder, Number(1, 60_000)).Run(),
    _ => throw new ArgumentException($"\"{verb}\" is unknown; expected kill, hub-kill, serve, starts, steps, save, task, model or wire."),
};
if (code == 0)
{
    Directory.Delete(folder, recursive: true);
}

return code;
