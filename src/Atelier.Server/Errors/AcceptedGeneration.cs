namespace Atelier.Server.Errors;

/// <summary>Tells the error answer that the request was accepted, and so will be paid for, before it went wrong.</summary>
internal sealed record AcceptedGeneration(Guid Id)
{
    public string Text =>
        $" The generation was accepted and goes on: fetch it at /v1/generations/{Id}. Do not send the request again.";
}
