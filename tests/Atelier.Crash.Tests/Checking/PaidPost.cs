using System.Text.Json;
using System.Text.RegularExpressions;
using Atelier.Emulators.Engine;

namespace Atelier.Crash.Tests.Checking;

/// <summary>A call that makes pictures, as a provider got it.</summary>
/// <param name="Number">Of the call.</param>
/// <param name="Study">The number in its prompt, which says whose it is.</param>
/// <param name="Attempt">From the address of its callback; null on a wire without.</param>
/// <param name="Seed">On a wire whose calls bring one picture each, and begin with the seed of its slot; null elsewhere.</param>
internal sealed partial record PaidPost(int Number, string Wire, string Study, Guid? Attempt, long? Seed)
{
    private static readonly string[] CallbackNames = ["callback", "webhook"];

    public static PaidPost? Of(string wire, ReceivedCall call)
    {
        if (call.Method != "POST" || call.Body is not { } body || !StudyPattern().IsMatch(body))
        {
            return null;
        }

        using var json = JsonDocument.Parse(body);
        return new PaidPost(call.Number, wire, StudyOf(body), AttemptOf(json.RootElement), SeedOf(json.RootElement));
    }

    /// <summary>The number in the words of a generation.</summary>
    public static string StudyOf(string prompt) => StudyPattern().Match(prompt).Groups[1].Value;

    /// <summary>The slot that it is for; null where that cannot be told.</summary>
    public long? SlotIn(GenerationFacts generation) => Seed - generation.Seed;

    private static Guid? AttemptOf(JsonElement body)
    {
        foreach (var name in CallbackNames)
        {
            if (body.TryGetProperty(name, out var callback))
            {
                return Guid.Parse(new Uri(callback.GetString()!).Segments[^2].TrimEnd('/'));
            }
        }

        return null;
    }

    private static long? SeedOf(JsonElement body) =>
        body.TryGetProperty("generationConfig", out var config) && config.TryGetProperty("seed", out var seed)
            ? seed.GetInt64()
            : null;

    [GeneratedRegex("study ([0-9]{6})")]
    private static partial Regex StudyPattern();
}
