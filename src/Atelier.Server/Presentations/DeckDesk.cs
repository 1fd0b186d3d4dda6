using System.Text.Json;
using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Core.States;
using Atelier.Engine.Accepting;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Sources;
using Atelier.Engine.Views;
using Atelier.Server.Authentication;
using Atelier.Server.Errors;
using Atelier.Server.Generations;
using Atelier.Server.Images;
using Atelier.Server.Limits;
using Atelier.Server.OpenAi;
using Atelier.Server.Presentations.Bodies;
using Atelier.Server.Presentations.Views;
using Atelier.Server.Wire;

namespace Atelier.Server.Presentations;

/// <summary>What all presentation doors that make pictures do: read, accept, wait, answer.</summary>
internal sealed class DeckDesk(
    GenerationAcceptor acceptor,
    Intake intake,
    MaskKeeper masks,
    CatalogueHolder catalogue,
    DeckViews views,
    DeckFailure failure,
    DeckNames names,
    UrlSigner signer
)
{
    // Requirement C-79, where the provider says nothing else (C-47).
    private const int WaitSeconds = 60;

    /// <param name="door">Names it, so that the same body elsewhere is another request.</param>
    /// <param name="prompt">The path of the prompt here.</param>
    /// <exception cref="AtelierException">Wrong fields, or as of every request; or the generation failed.</exception>
    public async Task<IResult> RunAsync<TBody>(
        HttpContext context,
        CurrentCaller caller,
        string door,
        string prompt,
        Func<TBody, DeckCall, CancellationToken, Task<DeckOrder>> read,
        CancellationToken cancellationToken
    )
        where TBody : PlacedBody, new()
    {
        var preference = Preference.Read(context.Request);
        var acceptance = await AcceptAsync(context, caller, preference, door, prompt, read, cancellationToken);
        var id = acceptance.GenerationId;
        RateHeaders.Write(context, acceptance.Limits);
        // From here on no answer may invite the caller to send the request again.
        context.Features.Set(new AcceptedGeneration(id) { Location = DeckDoors.AddressOf(id) });
        context.Response.Headers[AcceptedGeneration.Header] = id.ToString();
        if (acceptance.Adopted)
        {
            context.Response.Headers["Atelier-Reused"] = "undelivered";
        }

        preference.Confirm(context.Response);
        var detail = await WaitAsync(id, caller, preference, cancellationToken);
        return await AnswerAsync(context, detail, cancellationToken);
    }

    /// <summary>A generation as it stands, or at its end where the caller waits for that.</summary>
    public async Task<IResult> StateAsync(
        Guid id,
        HttpContext context,
        CurrentCaller caller,
        CancellationToken cancellationToken
    )
    {
        var preference = Preference.Read(context.Request);
        preference.Confirm(context.Response);
        var detail = await intake.WaitAsync(id, caller, preference.Wait ?? TimeSpan.Zero, cancellationToken);
        var data = await views.BuildAsync(context.Request, detail, cancellationToken);
        if (GenerationStates.TryParse(detail.Row.State) is not (GenerationState.Failed or GenerationState.Canceled))
        {
            return TypedResults.Json(new ImageStateView(true, data, null), CamelJson.Options);
        }

        var error = await failure.OfAsync(detail, cancellationToken);
        var told = DeckError.Describe(error, new AcceptedGeneration(id) { Ended = true });
        return TypedResults.Json(
            new ImageStateView(false, data, JsonSerializer.SerializeToNode(told, CamelJson.Options)),
            CamelJson.Options
        );
    }

    // Nothing behind it holds the body: a mask's text has megabytes, and the wait for a picture is long.
    private async Task<Acceptance> AcceptAsync<TBody>(
        HttpContext context,
        CurrentCaller caller,
        Preference preference,
        string door,
        string prompt,
        Func<TBody, DeckCall, CancellationToken, Task<DeckOrder>> read,
        CancellationToken cancellationToken
    )
        where TBody : PlacedBody, new()
    {
        var json = await JsonBody.ReadAsync(context.Request);
        var call = new DeckCall(caller, signer.OriginsOf(context.Request), new ErrorList());
        var body = NestedBody.Read<TBody>(json, call.Errors, DeckFields.CodeOf);
        if (HalfLetters.AreIn(json))
        {
            // Whoever reads the JSON further would stumble over it.
            call.Errors.ThrowIfAny();
        }

        var name = $"presentations {door}";
        var idempotency = IdempotencyHeader.Read(context.Request, name, json);
        // What was accepted stays so, even when today's catalogue would refuse it.
        if (
            idempotency is not null
            && await acceptor.FindAsync(caller.Caller, idempotency, CancellationToken.None) is { } known
        )
        {
            return new Acceptance(known);
        }

        DeckOrder? order = null;
        // Whether a generation uses the mask, or may.
        var used = false;
        try
        {
            order = await read(body, call, cancellationToken);
            // A caller that names its request, or does not wait for the picture, knows how to find it.
            var lostable = idempotency is null && !preference.RespondAsync;
            var accepted = await acceptor.AcceptAsync(
                caller.Caller,
                order.Request,
                idempotency,
                lostable ? Fingerprint.Of(name, json) : null,
                order.Intake,
                CancellationToken.None
            );
            used = accepted.Begun;
            return accepted;
        }
        catch (AtelierException exception)
        {
            used = exception.Code == ErrorCode.OutcomeUnknown;
            throw Translate(exception, order, prompt);
        }
        finally
        {
            if (!used && order?.Mask is { } mask)
            {
                await masks.ForgetAsync(mask, CancellationToken.None);
            }
        }
    }

    private async Task<GenerationDetail> WaitAsync(
        Guid id,
        CurrentCaller caller,
        Preference preference,
        CancellationToken cancellationToken
    )
    {
        if (preference.Wait is { } wait)
        {
            return await intake.WaitAsync(id, caller, wait, cancellationToken);
        }

        var detail = await intake.WaitAsync(id, caller, TimeSpan.Zero, cancellationToken);
        if (preference.RespondAsync)
        {
            return detail;
        }

        var seconds = catalogue.Current.FindProvider(detail.Plan.First.Provider)?.WaitSeconds ?? WaitSeconds;
        return await intake.WaitAsync(id, caller, TimeSpan.FromSeconds(seconds), cancellationToken);
    }

    private async Task<IResult> AnswerAsync(
        HttpContext context,
        GenerationDetail detail,
        CancellationToken cancellationToken
    )
    {
        var id = detail.Row.Id;
        var state = GenerationStates.TryParse(detail.Row.State)!.Value;
        if (state is GenerationState.Failed or GenerationState.Canceled)
        {
            context.Features.Set(new AcceptedGeneration(id) { Ended = true, Location = DeckDoors.AddressOf(id) });
            throw await failure.OfAsync(detail, cancellationToken);
        }

        var answer = new ImageAnswerView(true, await views.BuildAsync(context.Request, detail, cancellationToken));
        if (state == GenerationState.Complete)
        {
            return new DeliveredResult(TypedResults.Json(answer, CamelJson.Options), id);
        }

        context.Response.Headers.Location = DeckDoors.AddressOf(id);
        return TypedResults.Json(answer, CamelJson.Options, statusCode: 202);
    }

    // Field names of requests become those of this door, and what nobody can do says who was named.
    private AtelierException Translate(AtelierException error, DeckOrder? order, string prompt)
    {
        if (order is null)
        {
            return DeckFields.Rename(error, prompt);
        }

        var nobody =
            error.Code is ErrorCode.ModelNotFound
            // A changed picture has the size that it has; that nobody makes it is no mistake of the caller's.
            || (order.Request.Operation is not Create && error.Fields.Any(field => field.Field == "size"));
        if (error.Fields.Any(field => field.Field == "image"))
        {
            return new AtelierException(ErrorCode.NotFound, "imageId is not one of your images, or is gone.");
        }

        if (nobody || error.Code is ErrorCode.ProviderUnavailable or ErrorCode.ServiceUnavailable)
        {
            var details = new Dictionary<string, object>();
            if (order.Named is { } named)
            {
                details[DeckError.Provider] = names.Of(named, named);
            }

            return new AtelierException(
                nobody ? ErrorCode.ProviderUnavailable : error.Code,
                error.Message.Replace("Leave model out", "Leave options.provider out", StringComparison.Ordinal)
            )
            {
                RetryAfterSeconds = error.RetryAfterSeconds,
                Details = details,
            };
        }

        return DeckFields.Rename(error, prompt);
    }
}
