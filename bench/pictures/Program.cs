using System.Globalization;
using Atelier.Bench.Pictures;

// dotnet run -c Release -- [rounds [side]]    compares both sides and writes the results beside this file
// dotnet run -c Release -- worker      our side, a process of its own that takes commands
// dotnet run -c Release -- chart       draws the chart of the last results again
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

if (args is ["chart"])
{
    await Report.RedrawAsync(BenchFolder.Find(), stop.Token);
    return;
}

var numbers = args.Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToList();
var rounds = numbers.Count > 0 ? numbers[0] : 5;
int? side = numbers.Count > 1 ? numbers[1] : null;
var folder = BenchFolder.Find();
var report = await Comparison.RunAsync(folder, rounds, side, stop.Token);
report.Print();
await report.WriteAsync(folder, stop.Token);
