using Atelier.Data.Accounts;
using Atelier.Server.Authentication;
using Atelier.Server.Wall;

namespace Atelier.Server.Tickets;

/// <summary>Takes tickets at the doors that are marked for their purpose; everywhere else they are nothing.</summary>
internal sealed class TicketDesk(TicketStore tickets, GuessGuard guesses)
{
    /// <summary>The purpose of streams of events.</summary>
    public const string Events = "events";

    /// <summary>The purpose of the progress of an account's generations.</summary>
    public const string Progress = "progress";

    /// <summary>All purposes.</summary>
    public static readonly IReadOnlyList<string> Purposes = [Events, Progress];

    private const string Parameter = "ticket";

    public static bool IsBrought(HttpContext context) =>
        PurposeOf(context) is not null && context.Request.Query.ContainsKey(Parameter);

    /// <summary>Whom the ticket speaks for, here and now; null when it is worth nothing.</summary>
    public async Task<KeyIdentity?> TakeAsync(HttpContext context)
    {
        var ticket = context.Request.Query[Parameter].ToString();
        using var guess = await guesses.BeginAsync(context, GuessGuard.Tickets, ticket);
        var taken = await tickets.TakeAsync(ticket, PurposeOf(context)!, context.RequestAborted);
        if (taken is null)
        {
            await guess.WrongAsync();
            return null;
        }

        return new KeyIdentity(taken.KeyId, taken.Account, [Scopes.Read]) { SessionHash = taken.SessionHash };
    }

    private static string? PurposeOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<TicketDoor>()?.Purpose;
}
