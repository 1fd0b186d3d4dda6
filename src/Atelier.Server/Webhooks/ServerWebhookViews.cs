using System.Text.Json;
using Atelier.Engine.Views;
using Atelier.Engine.Webhooks;
using Atelier.Server.Generations;
using Atelier.Server.Images;
using Atelier.Server.Setup;
using Atelier.Server.Wire;

namespace Atelier.Server.Webhooks;

/// <summary>Generations as <c>GET /v1/generations/{id}</c> shows them, without their words; only ids where nobody knows our address.</summary>
internal sealed class ServerWebhookViews(ServerSettings settings, PictureOrigin pictures, ViewBuilder views)
    : WebhookViews
{
    private readonly string? _origin = settings.PublicUrl?.ToString().TrimEnd('/');

    public override byte[] Of(GenerationDetail detail)
    {
        if (_origin is null)
        {
            return base.Of(detail);
        }

        var view = views.Build(pictures.Network ?? _origin, detail) with { Prompt = null, NegativePrompt = null };
        return JsonSerializer.SerializeToUtf8Bytes(view, WireJson.Options);
    }
}
