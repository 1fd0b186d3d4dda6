namespace Atelier.Server.Tickets;

/// <summary>A ticket; it is shown this once.</summary>
/// <param name="Ticket">Goes into the address, as <c>?ticket=</c>.</param>
internal sealed record TicketView(string Ticket, string Purpose, DateTimeOffset ExpiresAt);
