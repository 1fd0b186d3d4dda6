namespace Atelier.Server.Tickets;

/// <summary>What a ticket is wanted for.</summary>
internal sealed class TicketBody
{
    /// <summary>events: the stream of a generation.</summary>
    public string? Purpose { get; set; }
}
