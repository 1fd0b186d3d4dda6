using System.Globalization;
using Atelier.Bench.Inflight.Runs;

// Usage: dotnet run -c Release --project bench/inflight [generations [seconds [polls a second]]]; 10000 and 60 without a word, and
// as many polls as the service allows itself.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var numbers = Array.ConvertAll(args, text => int.Parse(text, CultureInfo.InvariantCulture));
var plan = new InflightPlan
{
    Generations = numbers.Length > 0 ? numbers[0] : 10_000,
    Held = TimeSpan.FromSeconds(numbers.Length > 1 ? numbers[1] : 60),
    PollsPerSecond = numbers.Length > 2 ? numbers[2] : null,
};
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var problems = await new InflightRun(plan, Console.WriteLine).RunAsync(stop.Token);
foreach (var problem in problems)
{
    Console.WriteLine($"PROBLEM: {problem}");
}

Console.WriteLine(problems.Count == 0 ? "no problem found" : $"{problems.Count} problems");
return problems.Count == 0 ? 0 : 1;
