using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Data.Accounts;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Accounts;

/// <summary><c>/admin/api/accounts</c>: who may use the service.</summary>
internal static class AccountAdminEndpoints
{
    private const int LongestText = 255;

    public static void MapAccountAdmin(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/admin/api/accounts").WithTags("Admin").RequireAuthorization(Scopes.Admin);
        group
            .MapPost("", CreateAsync)
            .WithName("CreateAccount")
            .WithSummary("Makes an account, with the credits of this month that its tier gets.")
            .Accepts<AccountBody>("application/json")
            .Produces<AccountView>(201);
        group
            .MapGet("", ListAsync)
            .WithName("ListAccounts")
            .WithSummary("Accounts, newest first; by tier, e-mail address, or a part of name or address.")
            .Produces<AccountPage>();
        group
            .MapGet("/{id:guid}", GetAsync)
            .WithName("GetAccount")
            .WithSummary("An account as it stands.")
            .Produces<AccountView>();
        group
            .MapPatch("/{id:guid}", ChangeAsync)
            .WithName("ChangeAccount")
            .WithSummary(
                "Changes what the body names; null brings back the tier's limits, or takes the e-mail address away."
            )
            .Accepts<AccountBody>("application/json")
            .Produces<AccountView>();
    }

    private static async Task<IResult> CreateAsync(
        HttpContext context,
        CurrentCaller caller,
        AccountDesk desk,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var (body, json) = await JsonBody.ReadAsync<AccountBody>(context.Request, errors);
        var draft = AccountReader.Read(body, json, known: null, errors);
        if (draft.Closed)
        {
            errors.Add("closed", "closed is for accounts that are there already.");
        }

        errors.ThrowIfAny();
        var id = await desk.CreateAsync(draft, caller.Actor, cancellationToken) ?? throw EmailTaken();
        context.Response.Headers.Location = $"/admin/api/accounts/{id}";
        return TypedResults.Json(await ViewAsync(id, desk, cancellationToken), WireJson.Options, statusCode: 201);
    }

    private static async Task<IResult> ListAsync(
        AccountDesk desk,
        string? tier,
        string? email,
        string? text,
        string? cursor,
        string? limit,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        if (tier is not null && !AccountReader.Tiers.Contains(tier))
        {
            errors.AddUnknown("tier", tier, AccountReader.Tiers);
        }

        CheckText("email", email, errors);
        CheckText("text", text, errors);
        var before = Paging.ReadCursor(cursor, errors);
        var paging = Paging.Read(limit, errors);
        errors.ThrowIfAny();
        var found = await desk.ListAsync(
            new AccountFilter(tier, email, text),
            before,
            paging.Most + 1,
            cancellationToken
        );
        var (data, more, next) = paging.Cut(found, AccountView.Of, view => view.Id.ToString());
        return TypedResults.Json(new AccountPage(data, more, next), WireJson.Options);
    }

    private static async Task<IResult> GetAsync(Guid id, AccountDesk desk, CancellationToken cancellationToken) =>
        TypedResults.Json(await ViewAsync(id, desk, cancellationToken), WireJson.Options);

    private static async Task<IResult> ChangeAsync(
        Guid id,
        HttpRequest request,
        CurrentCaller caller,
        AccountDesk desk,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var (body, json) = await JsonBody.ReadAsync<AccountBody>(request, errors);
        var known = await desk.FindAsync(id, cancellationToken) ?? throw NotFound();
        var draft = AccountReader.Read(body, json, known, errors);
        if (draft.Closed && known.Owner)
        {
            errors.Add("closed", "The owner's account cannot be closed: nobody could open it again.");
        }

        errors.ThrowIfAny();
        return await desk.ChangeAsync(id, draft, caller.Actor, cancellationToken) switch
        {
            AccountChange.Done => await GetAsync(id, desk, cancellationToken),
            AccountChange.EmailTaken => throw EmailTaken(),
            AccountChange.Erased => throw new AtelierException(
                ErrorCode.Conflict,
                "The account is erased, or about to be; nothing of it can be changed."
            ),
            _ => throw NotFound(),
        };
    }

    /// <summary>What every door says about an id that nobody has.</summary>
    public static AtelierException NotFound() => new(ErrorCode.NotFound, "There is no account of this id.");

    private static async Task<AccountView> ViewAsync(Guid id, AccountDesk desk, CancellationToken cancellationToken) =>
        AccountView.Of(await desk.FindAsync(id, cancellationToken) ?? throw NotFound());

    private static void CheckText(string field, string? text, ErrorList errors)
    {
        if (text is not null && (text.Length is 0 or > LongestText || text.Any(char.IsControl)))
        {
            errors.Add(field, $"{field} must have 1 to {LongestText} characters, without control characters.");
        }
    }

    private static AtelierException EmailTaken() =>
        new(ErrorCode.Conflict, "Another account has this email address, perhaps in other upper and lower case.");
}
