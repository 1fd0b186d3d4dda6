namespace Atelier.Server.Errors;

/// <summary>Tells the error answer that the request was accepted, and so will be paid for, before it went wrong.</summary>
internal sealed record AcceptedGeneration(Guid Id)
{
    /// <summary>Names the generation on every answer, errors too.</summary>
    public const string Header = "Atelier-Generation";

    /// <summary>Where its state can be asked for, by the door that accepted it.</summary>
    public string Location { get; init; } = $"/v1/generations/{Id}";

    public string Text =>
        $" The generation was accepted and goes on: fetch it at {Location}. Do not send the request again.";
}
