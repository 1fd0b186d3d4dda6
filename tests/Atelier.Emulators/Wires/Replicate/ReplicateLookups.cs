namespace Atelier.Emulators.Wires.Replicate;

/// <summary>The account, its webhook secret, and the models.</summary>
internal static class ReplicateLookups
{
    public static Prepared Account(WireRequest request) =>
        Prepared.Always(
            ReplicateKeys.Check(request)
                ?? Reply.Json(
                    200,
                    new
                    {
                        type = "organization",
                        username = "acme",
                        name = "Acme Corp, Inc.",
                        github_url = "https://github.com/acme",
                    }
                )
        );

    public static Prepared Secret(WireRequest request) =>
        Prepared.Always(ReplicateKeys.Check(request) ?? Reply.Json(200, new { key = WebhookSigner.Secret }));

    /// <summary><c>/v1/models/{owner}/{name}</c>, <c>…/versions</c> and <c>…/versions/{id}</c>.</summary>
    public static Prepared Model(WireRequest request)
    {
        if (ReplicateKeys.Check(request) is { } refusal)
        {
            return Prepared.Always(refusal);
        }

        return Prepared.Always(
            request.Target.Split('/') switch
            {
                [var owner, var name] when ReplicateModel.Find($"{owner}/{name}") is { } model => Reply.Json(
                    200,
                    View(model)
                ),
                [var owner, var name, "versions"] when ReplicateModel.Find($"{owner}/{name}") is { Version: { } id } =>
                    Reply.Json(200, new { results = new[] { new { id } } }),
                [var owner, var name, "versions", var id]
                    when ReplicateModel.Find($"{owner}/{name}") is { } model && model.Version == id => Reply.Json(
                    200,
                    new { id }
                ),
                _ => ReplicateErrors.NotFound(),
            }
        );
    }

    private static object View(ReplicateModel model)
    {
        var parts = model.Name.Split('/');
        return new
        {
            url = $"https://replicate.com/{model.Name}",
            owner = parts[0],
            name = parts[1],
            visibility = "public",
            is_official = model.IsOfficial,
            latest_version = new { id = model.Version ?? new string('0', 64) },
        };
    }
}
