using Portal.Cli;

return await PortalCommand.RunAsync(args);
