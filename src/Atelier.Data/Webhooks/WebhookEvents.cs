namespace Atelier.Data.Webhooks;

/// <summary>The types of messages.</summary>
public static class WebhookEvents
{
    /// <summary>Stands for every type where types are listed.</summary>
    public const string All = "all";

    /// <summary>Sent when its owner asks for it, whatever the endpoint wants.</summary>
    public const string Test = "webhook.test";

    /// <summary>An endpoint was disabled; told to the account's others.</summary>
    public const string Disabled = "webhook.disabled";

    private const string GenerationPrefix = "generation.";

    /// <summary>How generations end.</summary>
    public static IReadOnlyList<string> OfGenerations { get; } =
    [GenerationPrefix + "completed", GenerationPrefix + "failed", GenerationPrefix + "canceled"];

    /// <summary>What an endpoint can choose from. Those besides the ends of generations come from the notices of an account.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. OfGenerations, "budget.threshold", Disabled];

    /// <summary>The type that a generation's state stands for; null while it has not ended.</summary>
    public static string? OfState(string state) =>
        state switch
        {
            "complete" => OfGenerations[0],
            "failed" => OfGenerations[1],
            "canceled" => OfGenerations[2],
            _ => null,
        };
}
