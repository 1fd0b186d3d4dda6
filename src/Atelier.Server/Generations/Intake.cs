using System.Text.Json;
using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Engine.Accepting;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Views;
using Atelier.Server.Authentication;
using Atelier.Server.Setup;
using Atelier.Server.Wire;

namespace Atelier.Server.Generations;

/// <summary>What every door that makes pictures does with the draft it read: check, accept, wait.</summary>
internal sealed class Intake(
    CatalogueHolder catalogue,
    GenerationAcceptor acceptor,
    GenerationReader reader,
    Patience patience
)
{
    /// <summary>Accepts the request; with an Idempotency-Key that was used for it before, finds that generation.</summary>
    /// <exception cref="AtelierException">Wrong fields (all at once), no offer, or too few credits; nothing was written.</exception>
    public async Task<Guid> AcceptAsync(
        HttpRequest http,
        CurrentCaller caller,
        RequestDraft draft,
        JsonElement body,
        ErrorList errors
    )
    {
        var request = RequestValidator.Validate(draft, catalogue.Current, errors);
        var idempotency = IdempotencyHeader.Read(http, body);
        // Once accepted it runs whether or not the caller stays; accepting itself is not to be cut in half either.
        return await acceptor.AcceptAsync(caller.Caller, request, idempotency, CancellationToken.None);
    }

    /// <summary>The generation at its end, or as it stands when the time is up or the service has stopped its work.</summary>
    public Task<GenerationDetail> WaitAsync(Guid id, CurrentCaller caller, TimeSpan atMost, CancellationToken cancellationToken) =>
        reader.WaitAsync(id, caller.AccountId, atMost, patience.Drained, cancellationToken);
}
