using Atelier.Core.Requests;
using Atelier.Engine.Catalogue;
using Atelier.Server.Authentication;
using Atelier.Server.Generations;
using Atelier.Server.Webhooks;
using Atelier.Server.Wire;

namespace Atelier.Server.Routing;

/// <summary>Reads the body of <c>POST /v1/generations</c> where it is only asked about, with the same errors as there.</summary>
internal sealed class DraftReader(CatalogueHolder catalogue, WebhookReader webhooks)
{
    /// <exception cref="Core.Errors.AtelierException">With all fields that are wrong.</exception>
    public async Task<ImageRequest> ReadAsync(HttpRequest request, CurrentCaller caller)
    {
        var errors = new ErrorList();
        var (body, _) = await JsonBody.ReadAsync<GenerationBody>(request, errors);
        webhooks.OfGeneration(caller.Caller, body.WebhookUrl, body.WebhookEvents, errors);
        return RequestValidator.Validate(body.ToDraft(), catalogue.Current, errors);
    }
}
