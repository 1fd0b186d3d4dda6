using System.Text.Json;
using System.Text.RegularExpressions;
using Atelier.Emulators.Engine;

namespace Atelier.Crash.Tests.Checking;

/// <summary>A call that makes pictures, as a provider got it.</summary>
/// <param name="Number">Of the call.</param>
/// <param name="Study">The number in its prompt, which says whose it is.</param>
/// <param name="Attempt">From its callback; null on a wire without.</param>
internal sealed partial record PaidPost(int Number, string Wire, string Study, Guid? Attempt)
{
    public static PaidPost? Of(string wire, ReceivedCall call) =>
        call.Method == "POST" && call.Body is { } body && StudyPattern().Match(body) is { Success: true } study
            ? new PaidPost(call.Number, wire, study.Groups[1].Value, AttemptOf(body))
            : null;

    /// <summary>The number in the words of a generation.</summary>
    public static string StudyOf(string prompt) => StudyPattern().Match(prompt).Groups[1].Value;

    private static Guid? AttemptOf(string body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.TryGetProperty("callback", out var callback)
            ? Guid.Parse(new Uri(callback.GetString()!).Segments[^2].TrimEnd('/'))
            : null;
    }

    [GeneratedRegex("study ([0-9]{6})")]
    private static partial Regex StudyPattern();
}
