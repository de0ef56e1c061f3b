using VideoGen.ProviderSim;

await using var app = ProviderSimApp.Build(args);
await app.StartAsync();
Console.WriteLine($"listening on {ProviderSimApp.Address(app)}");
await app.WaitForShutdownAsync();
