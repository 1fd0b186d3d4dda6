using Atelier.Bench.Pictures;

// dotnet run -c Release -- [rounds]    compares both sides and writes the results beside this file
// dotnet run -c Release -- worker      our side, a process of its own that takes commands
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

if (args is ["worker"])
{
    await OurWorker.RunAsync(stop.Token);
    return;
}

var rounds = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 5;
var folder = BenchFolder.Find();
var report = await Comparison.RunAsync(folder, rounds, stop.Token);
report.Print();
await report.WriteAsync(folder, stop.Token);
