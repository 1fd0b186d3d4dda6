using System.Globalization;
using Atelier.Bench.Progress.Runs;

// Usage: dotnet run -c Release --project bench/progress [clients [generations]]; 50 and 200 without a word.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var numbers = Array.ConvertAll(args, text => int.Parse(text, CultureInfo.InvariantCulture));
var plan = new ProgressPlan
{
    Clients = numbers.Length > 0 ? numbers[0] : 50,
    Generations = numbers.Length > 1 ? numbers[1] : 200,
};
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var problems = await new ProgressRun(plan, Console.WriteLine).RunAsync(stop.Token);
foreach (var problem in problems)
{
    Console.WriteLine($"PROBLEM: {problem}");
}

Console.WriteLine(problems.Count == 0 ? "no problem found" : $"{problems.Count} problems");
return problems.Count == 0 ? 0 : 1;
