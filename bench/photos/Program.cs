using System.Globalization;
using Atelier.Bench.Photos.Runs;

// Usage: dotnet run -c Release --project bench/photos [uploads [count] | work [count] | kills [count]]; without a word all three.
// Or: dotnet run -c Release --project bench/photos sheet <photo>, which draws docs/pictures/stylise-wires.jpg.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var word = args.Length > 0 ? args[0] : "all";
if (args is ["sheet", var photo])
{
    return await new SheetRun(photo, Console.WriteLine).RunAsync(CancellationToken.None) ? 0 : 1;
}

int? count = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : null;
if (word is not ("all" or "uploads" or "work" or "kills"))
{
    await Console.Error.WriteLineAsync(
        "usage: dotnet run -c Release --project bench/photos [uploads|work|kills [count]] | sheet <photo>"
    );
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var problems = new List<string>();
if (word is "all" or "uploads")
{
    problems.AddRange(
        await new UploadRun(new UploadPlan { Count = count ?? 200 }, Console.WriteLine).RunAsync(stop.Token)
    );
}

if (word is "all" or "work")
{
    problems.AddRange(await new WorkRun(count ?? 100, "local", Console.WriteLine).RunAsync(stop.Token));
    problems.AddRange(await new WorkRun(count ?? 100, "openai", Console.WriteLine).RunAsync(stop.Token));
}

if (word is "all" or "kills")
{
    problems.AddRange(await new KillRun(new KillPlan { Kills = count ?? 20 }, Console.WriteLine).RunAsync(stop.Token));
}

foreach (var problem in problems)
{
    Console.WriteLine($"PROBLEM: {problem}");
}

Console.WriteLine(problems.Count == 0 ? "no problem found" : $"{problems.Count} problems");
return problems.Count == 0 ? 0 : 1;
